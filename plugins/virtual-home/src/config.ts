// Options of the virtual home in the settings file.
export {}
