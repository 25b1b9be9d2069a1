/**
 * Returns the activation key in a link of an email, or in a key that was copied with other signs.
 *
 * @example
 * activationKey("https://example.com/activate/p2zqtg3crbnuvc5ehxd7myo6iks4jaw2");
 */
export function activationKey(link: string): string | undefined {
  return /^(?:.*[^a-z0-9])?([a-z2-7]{32})(?![a-z0-9])/is.exec(link)?.[1];
}
