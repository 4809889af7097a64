import os
import sys

# PyMuPDF loads a model of page layouts with itself where it finds one: half a second and 55 MB in every process that
# reads a page. Nothing here asks it, for our own readers tell tables and columns.
sys.modules.setdefault("pymupdf.layout", None)  # type: ignore[arg-type]  # None forbids an import

# ONNX Runtime tells its makers of each process and model, over the network and unasked, unless this stands in the
# environment before it is loaded: by then this package always is.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # noqa: TID251
