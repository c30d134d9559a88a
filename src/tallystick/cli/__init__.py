"""The command line: one file a command, over files only. Each asks one function of `walk`."""
