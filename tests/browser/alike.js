// Of words that are alike in all that decides their contrast, axe judges one (looks.py says why): its own rule is
// asked before it looks at an element, and its own check when it has.
const PLAIN = {
    backgroundColor: "rgba(0, 0, 0, 0)", backgroundImage: "none", opacity: "1", filter: "none",
    mixBlendMode: "normal", position: "static", zIndex: "auto", float: "none", transform: "none",
};
class Alike {
    constructor(passed, undecided) {
        this.passed = new Set(passed);
        this.undecided = new Set(undecided);
        this.asked = new Map();  // the first of each sort, and whether it has others
        this.grounds = new Map([[null, ""]]);
    }
    ground(one) {
        if (!this.grounds.has(one)) {
            const style = getComputedStyle(one);
            let own = one.localName;
            for (const name in PLAIN) if (style[name] !== PLAIN[name]) own += `;${name}:${style[name]}`;
            this.grounds.set(one, `${this.ground(one.parentElement)} ${own}`);
        }
        return this.grounds.get(one);
    }
    sort(one) {
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
        const brief = one.textContent.trim().length === 1;  // of which axe says less
        const said = [this.ground(one), one.className, color, fontSize, fontWeight, textShadow, brief, one.type];
        let [a, b] = [0xdeadbeef, 0x41c6ce57];
        for (const letter of said.join("|")) {
            a = Math.imul(a ^ letter.charCodeAt(0), 2654435761);
            b = Math.imul(b ^ letter.charCodeAt(0), 1597334677);
        }
        return (a >>> 0).toString(36) + (b >>> 0).toString(36);
    }
    asks(one, matches) {
        if (!one.matches("input, select, textarea")
            && ![...one.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim())) return false;
        const sort = this.sort(one);
        if (this.passed.has(sort) || !matches()) return false;
        if (this.undecided.has(sort) || !this.asked.has(sort)) return this.asked.set(sort, false) && true;
        this.asked.set(sort, true);
        return false;
    }
    told(one, verdict, why) {
        const sort = this.sort(one);
        if (verdict) this.passed.add(sort);
        // Of what lies on a picture, axe says nothing wherever it stands.
        else if (verdict === undefined) (why === "bgImage" || why === "bgGradient" ? this.passed : this.undecided).add(sort);
    }
    get left() { return [...this.asked].some(([sort, more]) => more && this.undecided.has(sort)); }
}
const rule = axe._audit.rules.find(one => one.id === "color-contrast"), check = axe._audit.checks["color-contrast"];
const { matches } = rule, { evaluate } = check;
rule.matches = function (one, ...more) { return axe.alike.asks(one, () => matches.call(this, one, ...more)); };
check.evaluate = function (one, ...more) {
    const { data } = this;
    let why = "";
    this.data = said => { why = said && said.messageKey; return data.call(this, said); };
    const verdict = evaluate.call(this, one, ...more);
    axe.alike.told(one, verdict, why);
    return verdict;
};
axe.Alike = Alike;
