export function Ballot() {
  return null;
}
