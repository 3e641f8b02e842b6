"""What clerks do with mentors in the admin: terms, renewals, exports."""
