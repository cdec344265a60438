import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { CityMap } from "@/lib/ui/map/city-map";
import { publicContext } from "@/lib/web/request-context";
import { Frame } from "../_shell/frame";

export default async function Page() {
  const context = publicContext(null);
  const frame = await loadMapFrame(context, {});
  return (
    <Frame context={context} section="progress" isFull>
      <CityMap label="map" box={frame.box} cells={{ measure: "open" }} attribution={frame.attribution} />
    </Frame>
  );
}
