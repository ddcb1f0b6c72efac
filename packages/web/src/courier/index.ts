// The courier's page, drawn by the hub.
export {}
