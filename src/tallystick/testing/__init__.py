"""What authors of engines and rules need to test theirs against ours."""
