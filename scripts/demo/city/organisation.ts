import type { Post } from "@/lib/domain/posts";
import { allCommunities, cityPlan } from "./area-names";
import { PersonNames } from "./person-names";
import type { SeededRandom } from "./seeded-random";

export type DemoSection = { code: string; name: string; name_en: string };
export type DemoUnit = {
  code: string;
  kind:
    | "city_department"
    | "district_department"
    | "street"
    | "community"
    | "management_committee"
    | "utility"
    | "property"
    | "contractor";
  name: string;
  name_en: string;
  /** Code of the area it works in. */
  area: string;
  /** Responsible kinds of the class catalogue it answers for there. */
  responsible_kinds: string[];
  sections: DemoSection[];
};
export type DemoPerson = {
  unit: string;
  section: string | null;
  name: string;
  job_title: string;
  post: Post;
  /** Code of the area in which the post is held. */
  area: string;
};

type Plain = readonly [name: string, nameEn: string, kinds: string];

const cityDepartments: readonly Plain[] = [
  ["市城市管理局", "City Management Bureau", "city-management"],
  ["市住房和城乡建设局", "Housing and Construction Bureau", "housing"],
  ["市交通运输局", "Transport Bureau", "transport"],
  ["市水务局", "Water Resources Bureau", "water-resources"],
  ["市生态环境局", "Ecology and Environment Bureau", "environment"],
  ["市市场监督管理局", "Market Regulation Bureau", "market"],
  ["市卫生健康委员会", "Health Commission", "health"],
  ["市公安局", "Public Security Bureau", "police"],
  ["市公安局交通警察支队", "Traffic Police", "traffic-police"],
  ["市消防救援支队", "Fire and Rescue", "fire"],
  ["市民政局", "Civil Affairs Bureau", "civil-affairs"],
  ["市应急管理局", "Emergency Management Bureau", "emergency"],
  ["市文化广电和旅游局", "Culture and Tourism Bureau", "culture"],
  ["市自然资源和规划局", "Planning and Natural Resources Bureau", "planning"],
  ["市文明办", "Civility Office", "propaganda"],
  ["市市政设施管理中心", "Municipal Works Center", "municipal-works"],
  ["市园林绿化管理中心", "Landscaping Center", "landscaping"],
  ["市环境卫生管理中心", "Sanitation Center", "sanitation"],
];
const districtDepartments: readonly Plain[] = [
  ["城市管理局", "City Management Bureau", "city-management"],
  ["住房和城乡建设局", "Housing and Construction Bureau", "housing"],
  ["市场监督管理局", "Market Regulation Bureau", "market"],
  ["卫生健康委员会", "Health Commission", "health"],
  ["生态环境分局", "Environment Office", "environment"],
  ["公安分局", "Public Security Office", "police"],
  ["水务局", "Water Resources Bureau", "water-resources"],
];
const utilities: readonly Plain[] = [
  ["清澜供水有限公司", "Qinglan Water Supply", "water"],
  ["清澜排水有限公司", "Qinglan Drainage", "drainage"],
  ["清澜供电公司", "Qinglan Power", "power"],
  ["清澜燃气热力有限公司", "Qinglan Gas and Heat", "gas-heat"],
  ["清澜通信运维有限公司", "Qinglan Telecom Maintenance", "telecom"],
  ["清澜公共交通集团", "Qinglan Public Transport", "transport"],
];
const contractors: readonly Plain[] = [
  ["洁畅环卫服务有限公司", "Jiechang Sanitation Services", "sanitation"],
  ["绿源园林养护有限公司", "Lüyuan Landscaping", "landscaping"],
  ["安路市政养护有限公司", "Anlu Municipal Maintenance", "municipal-works"],
];
const propertyFirms: readonly Plain[] = [
  ["馨居物业服务有限公司", "Xinju Property Services", "property-owner"],
  ["文澜物业服务有限公司", "Wenlan Property Services", "property-owner"],
  ["北辰物业服务有限公司", "Beichen Property Services", "property-owner"],
  ["江景物业服务有限公司", "Jiangjing Property Services", "property-owner"],
  ["云居物业服务有限公司", "Yunju Property Services", "property-owner"],
];

const office: DemoSection = { code: "S1", name: "综合科", name_en: "General Section" };
const operations: DemoSection = { code: "S2", name: "业务科", name_en: "Operations Section" };
const emergency: DemoSection = { code: "S3", name: "应急抢修队", name_en: "Emergency Repair Team" };
const field: DemoSection = { code: "S2", name: "巡查处置队", name_en: "Field Team" };

/** Units of every kind, so that each responsible kind of the catalogue has an answer everywhere, and their people. */
export function organisation(random: SeededRandom): { units: DemoUnit[]; persons: DemoPerson[] } {
  const names = new PersonNames(random);
  const units: DemoUnit[] = [];
  const persons: DemoPerson[] = [];
  const add = (
    kind: DemoUnit["kind"],
    code: string,
    [name, nameEn, kinds]: Plain,
    area: string,
    sections: DemoSection[],
  ): DemoUnit => {
    const unit: DemoUnit = {
      ...{ code, kind, name, name_en: nameEn, area, sections },
      responsible_kinds: kinds === "" ? [] : kinds.split(" "),
    };
    units.push(unit);
    return unit;
  };
  const staff = (unit: DemoUnit, post: Post, jobTitle: string, section: string | null = null, count = 1) => {
    for (let i = 0; i < count; i += 1) {
      persons.push({
        unit: unit.code,
        section,
        name: names.next(),
        job_title: jobTitle,
        post,
        area: unit.area,
      });
    }
  };
  /** Who answers, who receives, who leads each section, who goes out. */
  const staffUnit = (unit: DemoUnit, head: string, handlers: number) => {
    staff(unit, "unit_manager", head);
    staff(unit, "unit_liaison", "联络员", "S1");
    for (const { code, name } of unit.sections)
      staff(unit, "section_head", `${name.replace(/[科队]$/, "")}负责人`, code);
    for (const { code } of unit.sections.slice(1)) staff(unit, "handler", "处置人员", code, handlers);
  };
  addCenters(add, staff);
  const two = () => [office, operations];
  for (const [i, plain] of cityDepartments.entries())
    staffUnit(add("city_department", `C${number(i + 1)}`, plain, cityPlan.code, two()), "局长", 2);
  for (const [d, district] of cityPlan.districts.entries()) {
    for (const [i, [name, nameEn, kinds]] of districtDepartments.entries()) {
      const plain = [`${district.name}${name}`, `${district.nameEn} ${nameEn}`, kinds] as const;
      staffUnit(
        add("district_department", `D${d + 1}${number(i + 1)}`, plain, district.code, two()),
        "局长",
        2,
      );
    }
    for (const [i, [name, nameEn, kinds]] of contractors.entries()) {
      const plain = [`${name}(${district.name})`, `${nameEn} (${district.nameEn})`, kinds] as const;
      const unit = add("contractor", `X${d + 1}${number(i + 1)}`, plain, district.code, [office, field]);
      staffUnit(unit, "项目经理", 4);
    }
  }
  for (const [i, plain] of utilities.entries()) {
    const unit = add("utility", `U${number(i + 1)}`, plain, cityPlan.code, [office, operations, emergency]);
    staffUnit(unit, "总经理", 2);
  }
  const park = allCommunities.find(({ name }) => name === "科创社区");
  if (park) {
    const plain = [
      "云栖科创园管理委员会",
      "Yunqi Science Park Committee",
      "municipal-works landscaping",
    ] as const;
    staffUnit(add("management_committee", "M01", plain, park.code, two()), "主任", 2);
  }
  addStreets(add, staff, staffUnit);
  return { units, persons };
}

type Add = (
  kind: DemoUnit["kind"],
  code: string,
  plain: Plain,
  area: string,
  sections: DemoSection[],
) => DemoUnit;
type Staff = (unit: DemoUnit, post: Post, jobTitle: string, section?: string | null, count?: number) => void;

/** The supervision and command centers answer for no class: they run the process. */
function addCenters(add: Add, staff: Staff): void {
  const sections: DemoSection[] = [
    { code: "S1", name: "受理科", name_en: "Intake Section" },
    { code: "S2", name: "派遣科", name_en: "Dispatch Section" },
    { code: "S3", name: "考核科", name_en: "Evaluation Section" },
  ];
  const city = add(
    "city_department",
    "C00",
    ["市城市运行管理中心", "City Operations Center", ""],
    cityPlan.code,
    sections,
  );
  staff(city, "leader", "分管副市长");
  staff(city, "call_taker", "话务员", "S1", 3);
  staff(city, "acceptor", "受理员", "S1", 4);
  staff(city, "shift_leader", "值班长", "S1", 3);
  staff(city, "dispatcher", "派遣员", "S2", 3);
  staff(city, "inspector", "督查员", "S3", 2);
  staff(city, "evaluator", "考核员", "S3", 2);
  staff(city, "supervisor", "监督员", "S3", 8);
  staff(city, "line_authority", "行业主管联络人", "S3");
  staff(city, "editor", "信息编辑", "S3");
  staff(city, "system_admin", "系统管理员");
  staff(city, "security_admin", "安全管理员");
  staff(city, "audit_admin", "审计管理员");
  for (const [d, { name, nameEn, code }] of cityPlan.districts.entries()) {
    const plain = [`${name}城市运行管理中心`, `${nameEn} Operations Center`, ""] as const;
    const center = add("district_department", `D${d + 1}00`, plain, code, sections);
    staff(center, "acceptor", "受理员", "S1", 2);
    staff(center, "shift_leader", "值班长", "S1", 2);
    staff(center, "dispatcher", "派遣员", "S2", 2);
    staff(center, "supervisor", "监督员", "S3", 6);
  }
}

function addStreets(
  add: Add,
  staff: Staff,
  staffUnit: (unit: DemoUnit, head: string, handlers: number) => void,
): void {
  let index = 0;
  for (const district of cityPlan.districts) {
    for (const [s, street] of district.streets.entries()) {
      const code = `${district.code}${String(s + 1).padStart(3, "0")}`;
      index += 1;
      // The street is the handler of first resort for what happens in public.
      const kinds = "street city-management sanitation";
      const plain = [`${street.name}办事处`, `${street.nameEn} Office`, kinds] as const;
      const unit = add("street", `T${number(index)}`, plain, code, [office, field]);
      staffUnit(unit, "街道办主任", 3);
      staff(unit, "street_desk", "综合指挥室值班员", "S1", 2);
      const firm = propertyFirms[index - 1];
      if (firm) staffUnit(add("property", `P${number(index)}`, firm, code, [office, field]), "经理", 3);
    }
  }
  for (const [i, { name, nameEn, code }] of allCommunities.entries()) {
    const plain = [`${name}居民委员会`, `${nameEn} Committee`, "community"] as const;
    const unit = add("community", `Q${number(i + 1)}`, plain, code, [office, field]);
    staff(unit, "unit_manager", "社区书记");
    staff(unit, "unit_liaison", "联络员", "S1");
    staff(unit, "grid_head", "网格长", "S2");
    staff(unit, "grid_worker", "网格员", "S2", 3);
    staff(unit, "handler", "处置人员", "S2", 2);
    if (i % 5 === 0) staff(unit, "volunteer", "志愿者");
  }
}

const number = (value: number) => String(value).padStart(2, "0");
