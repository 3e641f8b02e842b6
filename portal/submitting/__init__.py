"""One-time submission: a form that is sent twice does its work once (I1, I3, I4)."""
