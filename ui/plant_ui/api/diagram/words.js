// What the page of an investigation's pictures says, in the four languages.
"use strict";
const WORDS = {
  en: {
    fishbone: "Fishbone", "why-tree": "Why-tree", "fault-tree": "Fault tree", names: "Which picture", nearer: "Nearer", farther: "Farther", all: "All of it", list: "As a list", filling: "Fill the window", alone: "In a page of its own", shut: "Close",
    help: "Arrow keys move the picture, + and − zoom, 0 shows all of it, Tab goes from branch to branch, Enter opens what backs a branch.", touch: "Point at a branch, or tap it, for its state and what backs it.",
    candidates: ["1 candidate cause", "{0} candidate causes"], none_confirmed: "None is the cause before a person confirms it.", fold: "Fold {0}", unfold: "Unfold {0}", folded: "folded: {0}",
    backed: "What backs it", unbacked: "Nothing on record backs this branch itself.", page: "{0}, {1}page {2}", revision: "rev. {0}, ", place: "The place on the page", open_page: "Open the page", orders: ["1 work order", "{0} work orders"], first: "{0} of them:", unread: "These orders cannot be read now: {0}", said: "What was answered",
    key_found: "found", key_excluded: "excluded", key_hypothesis: "hypothesis", key_single: "enough alone", key_evidence: "backed by evidence", failed: "This picture cannot be shown: {0}", unreachable: "The server cannot be reached.",
  },
  de: {
    fishbone: "Fischgräte", "why-tree": "Warum-Baum", "fault-tree": "Fehlerbaum", names: "Welches Bild", nearer: "Näher", farther: "Weiter weg", all: "Ganzes Bild", list: "Als Liste", filling: "Ganzes Fenster", alone: "Auf eigener Seite", shut: "Schließen",
    help: "Pfeiltasten verschieben das Bild, + und − zoomen, 0 zeigt alles, Tab geht von Ast zu Ast, Enter öffnet, was einen Ast belegt.", touch: "Auf einen Ast zeigen oder tippen: Stand und Belege.",
    candidates: ["1 mögliche Ursache", "{0} mögliche Ursachen"], none_confirmed: "Keine ist die Ursache, bevor ein Mensch sie bestätigt.", fold: "{0} einklappen", unfold: "{0} ausklappen", folded: "eingeklappt: {0}",
    backed: "Was dafür spricht", unbacked: "Für diesen Ast selbst ist nichts belegt.", page: "{0}, {1}Seite {2}", revision: "Rev. {0}, ", place: "Die Stelle auf der Seite", open_page: "Seite öffnen", orders: ["1 Auftrag", "{0} Aufträge"], first: "davon {0}:", unread: "Diese Aufträge sind jetzt nicht zu lesen: {0}", said: "Was geantwortet wurde",
    key_found: "gefunden", key_excluded: "ausgeschlossen", key_hypothesis: "Hypothese", key_single: "genügt allein", key_evidence: "belegt", failed: "Dieses Bild kann nicht gezeigt werden: {0}", unreachable: "Der Server ist nicht erreichbar.",
  },
  "zh-Hans": {
    fishbone: "鱼骨图", "why-tree": "为什么树", "fault-tree": "故障树", names: "图的选择", nearer: "放大", farther: "缩小", all: "全图", list: "列表", filling: "全屏显示", alone: "单独页面", shut: "关闭",
    help: "方向键移动图，+ 和 − 缩放，0 显示全图，Tab 逐个选择分支，Enter 打开分支的依据。", touch: "指向或点按分支，查看状态和依据。",
    candidates: ["1 个候选原因", "{0} 个候选原因"], none_confirmed: "经人确认之前，都不是原因。", fold: "折叠 {0}", unfold: "展开 {0}", folded: "已折叠：{0}",
    backed: "依据", unbacked: "此分支本身没有记录依据。", page: "{0}，{1}第 {2} 页", revision: "版本 {0}，", place: "页面上的位置", open_page: "打开页面", orders: ["1 个工单", "{0} 个工单"], first: "其中 {0} 个：", unread: "现在无法读取这些工单：{0}", said: "已有的回答",
    key_found: "已发现", key_excluded: "已排除", key_hypothesis: "假设", key_single: "单独即可导致", key_evidence: "有依据", failed: "无法显示此图：{0}", unreachable: "连接不上服务器。",
  },
  "zh-Hant": {
    fishbone: "魚骨圖", "why-tree": "為什麼樹", "fault-tree": "故障樹", names: "圖的選擇", nearer: "放大", farther: "縮小", all: "全圖", list: "列表", filling: "全螢幕顯示", alone: "單獨頁面", shut: "關閉",
    help: "方向鍵移動圖，+ 和 − 縮放，0 顯示全圖，Tab 逐個選擇分支，Enter 打開分支的依據。", touch: "指向或點按分支，查看狀態和依據。",
    candidates: ["1 個候選原因", "{0} 個候選原因"], none_confirmed: "經人確認之前，都不是原因。", fold: "摺疊 {0}", unfold: "展開 {0}", folded: "已摺疊：{0}",
    backed: "依據", unbacked: "此分支本身沒有記錄依據。", page: "{0}，{1}第 {2} 頁", revision: "版本 {0}，", place: "頁面上的位置", open_page: "打開頁面", orders: ["1 個工單", "{0} 個工單"], first: "其中 {0} 個：", unread: "現在無法讀取這些工單：{0}", said: "已有的回答",
    key_found: "已發現", key_excluded: "已排除", key_hypothesis: "假設", key_single: "單獨即可導致", key_evidence: "有依據", failed: "無法顯示此圖：{0}", unreachable: "連不上伺服器。",
  },
};
