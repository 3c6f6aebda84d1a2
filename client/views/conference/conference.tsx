export function Conference() {
  return null;
}
