"""Search that understands Chinese: documents and plans go in, engines find, results are read again before they show."""
