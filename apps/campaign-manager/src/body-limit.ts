/** The largest body that the manager takes: a campaign with all its variants. */
export const bodyLimitBytes = 4 * 1024 * 1024;
