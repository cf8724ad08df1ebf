/**
 * A certificate of its own for `secure.example`, 127.0.0.1 and ::1, until 2126: `openssl req -x509 -newkey ec -pkeyopt
 * ec_paramgen_curve:prime256v1 -nodes -subj /CN=secure.example -days 36500 -addext
 * subjectAltName=DNS:secure.example,IP:127.0.0.1,IP:::1`. Nothing but these tests trusts it.
 */
export const certificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8dKfC22ZSddkE8tt
w0e6IV6hCPTP6C1fA6uMFqnDzX+hRANCAARo0x7ols0oQiWtdR/E/+RZjXNkZMiE
aFu37fszE7qaJmyCEbOBd8wqqFy/Bvpwgr+M0MLeVZc3dIkPWf4wwoHS
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBvjCCAWSgAwIBAgIUJMbRPv7OrR0m7aK6uxDOKkjXPnYwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOc2VjdXJlLmV4YW1wbGUwIBcNMjYxMTI2MTEzMzU5WhgPMjEy
NjExMDIxMTMzNTlaMBkxFzAVBgNVBAMMDnNlY3VyZS5leGFtcGxlMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEaNMe6JbNKEIlrXUfxP/kWY1zZGTIhGhbt+37MxO6
miZsghGzgXfMKqhcvwb6cIK/jNDC3lWXN3SJD1n+MMKB0qOBhzCBhDAdBgNVHQ4E
FgQUJ7jSFXJgjWK0s0GTFfTg65xLSRswHwYDVR0jBBgwFoAUJ7jSFXJgjWK0s0GT
FfTg65xLSRswDwYDVR0TAQH/BAUwAwEB/zAxBgNVHREEKjAogg5zZWN1cmUuZXhh
bXBsZYcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAKBggqhkjOPQQDAgNIADBFAiB9
5EO5zvGpp90c7f+vUq8iwBtDtbVCAaxZ1uMeg2TNZAIhAKRZS2X5Vo9+eiARMBUp
smlep7rNjvgf6JREnm34kaLW
-----END CERTIFICATE-----`,
};
