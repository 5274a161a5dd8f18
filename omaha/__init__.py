"""An Omaha System terminology service and classification engine."""
