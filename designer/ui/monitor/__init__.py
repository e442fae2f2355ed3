"""The live training panel: curves, histograms, runs, and the status line.

Importing it loads neither pyqtgraph nor TensorFlow. `CurvesPanel` imports pyqtgraph when it first has
something to draw; call its `expect_run()` when a run was asked for, so that this falls into the wait for it.
"""
