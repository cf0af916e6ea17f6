print("floe-bench")
