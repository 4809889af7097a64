"""The method of root-cause analysis: guided sessions, troubleshooting trees, fault trees, and what is told of them."""
