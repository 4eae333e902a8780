"""The interface for programs: JSON over HTTP, answered by the same server and the same model as the pages."""
