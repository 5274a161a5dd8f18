"""The HTTP service: it speaks HTTP, and leaves every other matter to `omaha`."""
