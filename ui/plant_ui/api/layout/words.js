// What the page of a plan says, in the four languages.
"use strict";
const WORDS = {
  en: {
    proposal: "Proposal", alternative: "Alternative {0}", today: "Today", layout: "Layout {0}", nearer: "Nearer", farther: "Farther", whole: "Whole plan", alone: "In a page of its own", filling: "Fill the window",
    views: "Which layout", floors: "Floor", help: "Arrow keys move the plan, + and − zoom, 0 shows all of it, T changes between today and the proposal, Tab goes from item to item.",
    cost: "{0} {1} and {2} m a day", less: "{0} % less than today", more: "{0} % more than today", same: "as much as today", certified: "The checker found nothing wrong with it.", wrong: "Breaks rules: {0}",
    closeness: "Closeness {0} %", closer: "Closeness {0} % (today {1} %)", farther_apart: "Closeness {0} %: worse than today's {1} %", touch: "Point at an item, or tap it.",
    size: "{0} × {1} m", high: "{0} m high", weight: "{0} kg", clearance: "kept free", front: "front {0} m", right: "right {0} m", back: "back {0} m", left: "left {0} m", top: "above {0} m",
    moved: "moves {0} m", turned: "turned", to_floor: "to {0}", worth: "worth {0} {1} a day", once: "costs {0} {1} once", undone: "cannot stay alone: {0}", stays: "stays where it is", locked: "locked in its place",
    turn: "turned {0}°", above: "{0} m above the floor", flow: "{0} → {1}: {2} loads a day, {3} m, {4} {5}", none: "This layout cannot be shown: {0}", unreachable: "The server cannot be reached.",
    key_moved: "moves", key_stays: "stays", key_locked: "locked", key_door: "door", key_was: "where it stood",
  },
  de: {
    proposal: "Vorschlag", alternative: "Alternative {0}", today: "Heute", layout: "Layout {0}", nearer: "Näher", farther: "Weiter weg", whole: "Ganzer Plan", alone: "Auf eigener Seite", filling: "Ganzes Fenster",
    views: "Welches Layout", floors: "Ebene", help: "Pfeiltasten verschieben den Plan, + und − zoomen, 0 zeigt alles, T wechselt zwischen heute und Vorschlag, Tab geht von Element zu Element.",
    cost: "{0} {1} und {2} m am Tag", less: "{0} % weniger als heute", more: "{0} % mehr als heute", same: "so viel wie heute", certified: "Der Prüfer hat nichts zu beanstanden.", wrong: "Verletzt Regeln: {0}",
    closeness: "Nähe {0} %", closer: "Nähe {0} % (heute {1} %)", farther_apart: "Nähe {0} %: schlechter als heute mit {1} %", touch: "Auf ein Element zeigen oder tippen.",
    size: "{0} × {1} m", high: "{0} m hoch", weight: "{0} kg", clearance: "frei zu halten", front: "vorn {0} m", right: "rechts {0} m", back: "hinten {0} m", left: "links {0} m", top: "oben {0} m",
    moved: "zieht {0} m um", turned: "gedreht", to_floor: "nach {0}", worth: "{0} {1} am Tag wert", once: "kostet einmalig {0} {1}", undone: "kann nicht allein bleiben: {0}", stays: "bleibt stehen", locked: "an seinem Platz festgelegt",
    turn: "um {0}° gedreht", above: "{0} m über dem Boden", flow: "{0} → {1}: {2} Ladungen am Tag, {3} m, {4} {5}", none: "Dieses Layout kann nicht gezeigt werden: {0}", unreachable: "Der Server ist nicht erreichbar.",
    key_moved: "zieht um", key_stays: "bleibt", key_locked: "festgelegt", key_door: "Tor", key_was: "hier stand es",
  },
  "zh-Hans": {
    proposal: "方案", alternative: "备选 {0}", today: "现状", layout: "布局 {0}", nearer: "放大", farther: "缩小", whole: "全图", alone: "单独页面", filling: "全屏显示",
    views: "布局选择", floors: "楼层", help: "方向键移动平面图，+ 和 − 缩放，0 显示全图，T 在现状与方案之间切换，Tab 逐个选择设备。",
    cost: "每天 {0} {1}，{2} 米", less: "比现状少 {0} %", more: "比现状多 {0} %", same: "与现状相同", certified: "检查程序未发现问题。", wrong: "违反规则：{0}",
    closeness: "邻近度 {0} %", closer: "邻近度 {0} %（现状 {1} %）", farther_apart: "邻近度 {0} %，低于现状的 {1} %", touch: "指向或点按设备查看说明。",
    size: "{0} × {1} 米", high: "高 {0} 米", weight: "{0} 千克", clearance: "预留空间", front: "前 {0} 米", right: "右 {0} 米", back: "后 {0} 米", left: "左 {0} 米", top: "上 {0} 米",
    moved: "移动 {0} 米", turned: "旋转", to_floor: "移至 {0}", worth: "每天价值 {0} {1}", once: "一次性费用 {0} {1}", undone: "不能单独留在原处：{0}", stays: "位置不变", locked: "位置已锁定",
    turn: "旋转 {0}°", above: "离地 {0} 米", flow: "{0} → {1}：每天 {2} 次，{3} 米，{4} {5}", none: "无法显示此布局：{0}", unreachable: "连接不上服务器。",
    key_moved: "移动", key_stays: "不动", key_locked: "锁定", key_door: "门", key_was: "原位置",
  },
  "zh-Hant": {
    proposal: "方案", alternative: "備選 {0}", today: "現狀", layout: "佈局 {0}", nearer: "放大", farther: "縮小", whole: "全圖", alone: "單獨頁面", filling: "全螢幕顯示",
    views: "佈局選擇", floors: "樓層", help: "方向鍵移動平面圖，+ 和 − 縮放，0 顯示全圖，T 在現狀與方案之間切換，Tab 逐個選擇設備。",
    cost: "每天 {0} {1}，{2} 公尺", less: "比現狀少 {0} %", more: "比現狀多 {0} %", same: "與現狀相同", certified: "檢查程式未發現問題。", wrong: "違反規則：{0}",
    closeness: "鄰近度 {0} %", closer: "鄰近度 {0} %（現狀 {1} %）", farther_apart: "鄰近度 {0} %，低於現狀的 {1} %", touch: "指向或點按設備查看說明。",
    size: "{0} × {1} 公尺", high: "高 {0} 公尺", weight: "{0} 公斤", clearance: "預留空間", front: "前 {0} 公尺", right: "右 {0} 公尺", back: "後 {0} 公尺", left: "左 {0} 公尺", top: "上 {0} 公尺",
    moved: "移動 {0} 公尺", turned: "旋轉", to_floor: "移至 {0}", worth: "每天價值 {0} {1}", once: "一次性費用 {0} {1}", undone: "不能單獨留在原處：{0}", stays: "位置不變", locked: "位置已鎖定",
    turn: "旋轉 {0}°", above: "離地 {0} 公尺", flow: "{0} → {1}：每天 {2} 次，{3} 公尺，{4} {5}", none: "無法顯示此佈局：{0}", unreachable: "連不上伺服器。",
    key_moved: "移動", key_stays: "不動", key_locked: "鎖定", key_door: "門", key_was: "原位置",
  },
};
