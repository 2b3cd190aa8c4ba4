"""The version of pfin."""

VERSION = "0.1.0"
