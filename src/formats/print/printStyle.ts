/** The style sheet of the printed page. It is in the file, which needs nothing else; the policy of the file allows it alone. */
export const PRINT_STYLE = `
@page { size: A4; margin: 14mm }
* { box-sizing: border-box }
html { color-scheme: light; background: #fff; color: #14171c; font: 10pt/1.4 Inter, system-ui, 'Segoe UI', Roboto, Arial, sans-serif; font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { max-width: 190mm; margin: 0 auto; padding: 8mm 4mm; overflow-wrap: break-word }
h1 { margin: 0; font-size: 18pt; line-height: 1.25 }
h2 { margin: 0; font-size: 14pt; line-height: 1.3 }
p { margin: 2mm 0 }
.about, .small { color: #444b57 }
.small { font-size: 8.5pt }
header { display: flex; gap: 8mm; align-items: flex-start; justify-content: space-between }
header > div { min-width: 0 }
.link { flex: none; width: 42mm; text-align: center }
.qr { display: block; width: 42mm; height: 42mm }
.drawing { margin: 4mm 0 }
.drawing svg { display: block; max-width: 100%; height: auto }
table { width: 100%; border-collapse: collapse; margin: 3mm 0; font-size: 9pt }
th, td { padding: 1.2mm 2mm; border-bottom: 0.3mm solid #c6cbd3; text-align: left; vertical-align: top }
th { font-weight: 600 }
.number { width: 14mm; text-align: right; white-space: nowrap }
.check { width: 12mm }
.box { display: inline-block; width: 4mm; height: 4mm; border: 0.3mm solid #14171c; border-radius: 0.6mm }
section { margin-top: 8mm; padding-top: 4mm; border-top: 0.3mm solid #c6cbd3 }
.problems { border: 0.5mm solid #14171c; border-radius: 1mm; padding: 2mm 3mm }
@media screen and (max-width: 480px) {
  header { flex-wrap: wrap }
  table { font-size: 7.5pt }
  th, td { padding: 1mm }
  .number, .check { width: auto }
}
@media print {
  body { max-width: none; padding: 0 }
  section { margin-top: 0; padding-top: 0; border-top: 0; break-before: page }
  header + section, .waiting { break-before: auto; margin-top: 6mm }
  tr, .drawing, .problems { break-inside: avoid }
  h2, .about { break-after: avoid }
  thead { display: table-header-group }
}
`;

/** SHA-256 of the sheet, for the policy of the page. printPage.test.ts holds the two together. */
export const PRINT_STYLE_HASH = '8YCyBdWEKW+f0GmOxxm/vGVZLDUyCo8oFCp+IsvjBbo=';
