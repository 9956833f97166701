/** Whether a host is an IP address, not a name. */
export function isAddress(host: string): boolean {
  return /^\[?[\d.]+\]?$/.test(host) || host.includes(':');
}

/** Whether a host means the machine, or the pod, that asks for it. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d+){1,3}|localhost|\[?::1\]?)$/i.test(host);
}

/**
 * Whether a host means every address of the machine that listens there: whoever listens so may be met under any of its
 * names, from elsewhere too, which a loopback address rules out.
 */
export function isUnspecified(host: string): boolean {
  return /^(?:0\.0\.0\.0|\[?::\]?)$/.test(host);
}
