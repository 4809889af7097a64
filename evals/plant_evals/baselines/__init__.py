"""The plain ways to do what the house does, made of the libraries themselves: what its speed is measured against."""
