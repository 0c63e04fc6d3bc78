"""What is to stand on paper in, the values that its typst source (*.typ, beside this) sets out. Pure."""
