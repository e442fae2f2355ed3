"""The open project: state, commands, history, files and presets."""
