"""The rules about a text: what each looks for, and its page."""
