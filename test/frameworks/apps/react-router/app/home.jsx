export default function Home() {
  return "A page.";
}
