"""The live training panel: curves, histograms, runs, and the status line.

Importing it loads neither pyqtgraph nor TensorFlow. `CurvesPanel` imports pyqtgraph when it first has
something to draw; call its `prepare()` once the window has painted, so that this falls into idle time.
"""
