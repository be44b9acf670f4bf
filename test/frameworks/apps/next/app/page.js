export default function Page() {
  return "A page.";
}
