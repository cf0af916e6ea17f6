import Console

FloeProcess.main()
