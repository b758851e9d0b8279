#include "widgets/compare/compare_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFont>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace diptych::widgets {

namespace {

// Functions have no tr() of their own.
struct CompareExport {
    Q_DECLARE_TR_FUNCTIONS(CompareExport)
};

constexpr int kLongestSide = 16384;   // pixels
constexpr int kLeastLabel = 14;       // pixels of the letters
constexpr double kLabelShare = 0.028; // of a picture's height

/// Where everything stands in the sheet, in pixels.
struct SheetPlan {
    int columns = 1;
    int rows = 1;
    QSize cell;
    int gap = 0;
    int letters = 0;
    int label = 0;

    QSize size() const {
        return {columns * cell.width() + (columns + 1) * gap,
                rows * (cell.height() + label) + (rows + 1) * gap};
    }
};

SheetPlan planFor(QSize cell, int count) {
    SheetPlan plan;
    plan.columns = count <= 3 ? count : static_cast<int>(std::ceil(std::sqrt(count)));
    plan.rows = (count + plan.columns - 1) / plan.columns;
    plan.cell = cell;
    plan.gap = std::max(cell.width() / 64, 4);
    plan.letters =
        std::max(static_cast<int>(std::lround(cell.height() * kLabelShare)), kLeastLabel);
    plan.label = plan.letters * 3; // two lines
    return plan;
}

SheetPlan planThatFits(QSize largest, int count) {
    SheetPlan plan = planFor(largest, count);
    const int side = std::max(plan.size().width(), plan.size().height());
    if (side <= kLongestSide)
        return plan;
    const double share = static_cast<double>(kLongestSide) / side * 0.98; // gaps are rounded
    return planFor({std::max(static_cast<int>(largest.width() * share), 1),
                    std::max(static_cast<int>(largest.height() * share), 1)},
                   count);
}

QString pictureData(const QImage& picture) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return QString::fromLatin1(bytes.toBase64());
}

QString tableOf(const Comparison& comparison) {
    if (comparison.fields.empty())
        return {};
    QString table = QStringLiteral("<table><tr><th></th>");
    for (const Comparison::Picture& picture : comparison.pictures)
        table += QStringLiteral("<th>%1</th>").arg(picture.letter.toHtmlEscaped());
    table += QStringLiteral("</tr>\n");
    for (const Comparison::Field& field : comparison.fields) {
        table += QStringLiteral("<tr><th>%1</th>").arg(field.name.toHtmlEscaped());
        for (const QString& text : field.texts)
            table += QStringLiteral("<td>%1</td>").arg(text.toHtmlEscaped());
        table += QStringLiteral("</tr>\n");
    }
    return table + QStringLiteral("</table>\n");
}

} // namespace

QImage comparisonSheet(const Comparison& comparison) {
    QSize largest(0, 0);
    for (const Comparison::Picture& each : comparison.pictures)
        largest = largest.expandedTo(each.picture.size());
    if (largest.isEmpty())
        return {};
    const SheetPlan plan = planThatFits(largest, static_cast<int>(comparison.pictures.size()));
    QImage sheet(plan.size(), QImage::Format_RGB32);
    sheet.fill(Qt::white);
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    QFont font;
    font.setPixelSize(plan.letters);
    painter.setFont(font);
    painter.setPen(Qt::black);
    for (std::size_t at = 0; at < comparison.pictures.size(); ++at) {
        const Comparison::Picture& each = comparison.pictures[at];
        const int column = static_cast<int>(at) % plan.columns;
        const int row = static_cast<int>(at) / plan.columns;
        const QRect cell(QPoint(plan.gap + column * (plan.cell.width() + plan.gap),
                                plan.gap + row * (plan.cell.height() + plan.label + plan.gap)),
                         plan.cell);
        if (!each.picture.isNull()) {
            QRect target(QPoint(0, 0),
                         each.picture.size().scaled(cell.size(), Qt::KeepAspectRatio));
            target.moveCenter(cell.center());
            if (each.picture.size() == cell.size())
                target = cell;
            painter.drawImage(target,
                              each.picture.size() == target.size()
                                  ? each.picture
                                  : each.picture.scaled(target.size(), Qt::IgnoreAspectRatio,
                                                        Qt::SmoothTransformation));
        }
        const QRect label(cell.left(), cell.bottom() + 1, cell.width(), plan.label);
        painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
                         each.letter + QStringLiteral("  ") + each.label);
    }
    return sheet;
}

QString comparisonPage(const Comparison& comparison, const QString& title) {
    QString figures;
    for (const Comparison::Picture& each : comparison.pictures) {
        const QString label = QStringLiteral("<b>%1</b> %2")
                                  .arg(each.letter.toHtmlEscaped(), each.label.toHtmlEscaped());
        figures += each.picture.isNull()
                       ? QStringLiteral("<figure><p>%1</p><figcaption>%2</figcaption></figure>\n")
                             .arg(CompareExport::tr("no picture").toHtmlEscaped(), label)
                       : QStringLiteral("<figure><img src=\"data:image/png;base64,%1\" alt=\"%2\">"
                                        "<figcaption>%3</figcaption></figure>\n")
                             .arg(pictureData(each.picture), each.label.toHtmlEscaped(), label);
    }
    QString page = QStringLiteral(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>@title</title>\n<style>\n"
        ":root { color-scheme: light dark; }\n"
        "body { font: 15px/1.45 system-ui, sans-serif; margin: 24px; }\n"
        "main { display: flex; flex-wrap: wrap; gap: 16px; }\n"
        "figure { margin: 0; flex: 1 1 300px; max-width: 100%; }\n"
        "img { max-width: 100%; height: auto; display: block; }\n"
        "figcaption { padding: 6px 0; overflow-wrap: anywhere; }\n"
        "table { border-collapse: collapse; margin-top: 24px; }\n"
        "th, td { border: 1px solid #8888; padding: 4px 10px; text-align: left; "
        "vertical-align: top; white-space: pre-wrap; }\n"
        "</style></head><body>\n<h1>@title</h1>\n<main>\n@figures</main>\n@distance@table"
        "</body></html>\n");
    // Not arg(): the stylesheet has percent signs of its own. What the user wrote comes last.
    page.replace(QLatin1String("@distance"),
                 comparison.distance.isEmpty()
                     ? QString()
                     : QStringLiteral("<p>%1</p>\n").arg(comparison.distance.toHtmlEscaped()));
    page.replace(QLatin1String("@title"), title.toHtmlEscaped());
    const QStringList around = page.split(QLatin1String("@figures"));
    const QStringList behind = around.last().split(QLatin1String("@table"));
    return around.first() + figures + behind.first() + tableOf(comparison) + behind.last();
}

} // namespace diptych::widgets
