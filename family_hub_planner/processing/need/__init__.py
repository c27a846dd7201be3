"""What the need layer is asked for, part by part: each part declares and reads its parameters."""
