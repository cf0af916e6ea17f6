import Console

await FloeProcess.main()
