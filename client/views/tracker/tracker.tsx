export function Tracker() {
  return null;
}
