#include "core/comparison/result_sheet.h"

#include "core/image/canvas.h"
#include "core/image/fit.h"
#include "core/image/image_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace diptych {

namespace {

constexpr Rgb8 kPaper = {255, 255, 255};
constexpr Rgb8 kInk = {20, 20, 20};
constexpr Rgb8 kEmpty = {228, 228, 228};
constexpr std::size_t kMostLabelLines = 3;

struct Thumbnail {
    std::optional<Image> image; ///< nothing where there is no picture
    std::vector<std::string> lines;
};

/// A sheet's measures, in pixels.
struct Layout {
    int gap = 0;
    int line = 0;      ///< of text
    int cellWidth = 0; ///< of the pictures
    int cellHeight = 0;
    int captionLines = 0;
    int rowLabels = 0;   ///< width of the column of labels, 0 = none
    int columnLines = 0; ///< of a column's label
    int header = 0;      ///< height of a page's title and column labels
    int columns = 0, rows = 0, pages = 0;

    int stepX() const { return cellWidth + gap; }
    int stepY() const { return cellHeight + captionLines * line + gap; }
    int pageHeight() const { return header + rows * stepY() + gap; }
    std::int64_t width() const { return gap + rowLabels + std::int64_t{columns} * stepX(); }
    std::int64_t height() const { return gap + std::int64_t{pages} * pageHeight(); }
};

Result<Image> shrunk(Image image, int mostPixels) {
    const int longer = std::max(image.width(), image.height());
    if (longer <= mostPixels)
        return image;
    const double scale = static_cast<double>(mostPixels) / longer;
    const auto scaled = [&](int side) {
        return std::max(static_cast<int>(std::lround(side * scale)), 1);
    };
    return fitTo(image, scaled(image.width()), scaled(image.height()), FitMode::Stretch);
}

std::vector<std::string> captionOf(const ResultCell& cell, const SheetOptions& options) {
    std::vector<std::string> lines;
    for (const auto& [key, value] : cell.facts) {
        if (key.empty())
            lines.push_back(value);
        else if (std::find(options.facts.begin(), options.facts.end(), key) != options.facts.end())
            lines.push_back(fmt::format("{} {}", key, value));
    }
    return lines;
}

Result<std::vector<Thumbnail>> readThumbnails(const ResultGrid& results, const PictureReader& read,
                                              const SheetOptions& options,
                                              const RunContext& context) {
    std::vector<Thumbnail> thumbnails;
    const auto total = static_cast<std::int64_t>(results.cells.size());
    for (const ResultCell& cell : results.cells) {
        if (context.cancelled())
            return fail(cancelledError());
        Thumbnail thumbnail{std::nullopt, captionOf(cell, options)};
        if (!cell.file.empty()) {
            if (auto image = read(cell.file)) {
                DIPTYCH_TRY(thumbnail.image, shrunk(std::move(*image), options.mostPixels));
            }
        }
        thumbnails.push_back(std::move(thumbnail));
        context.report(Phase::Save, static_cast<std::int64_t>(thumbnails.size()), total);
    }
    return thumbnails;
}

bool hasLabels(const ResultGrid& results, std::size_t axis) {
    if (axis >= results.axes.size())
        return false;
    const auto& labels = results.axes[axis].labels;
    return std::any_of(labels.begin(), labels.end(),
                       [](const std::string& label) { return !label.empty(); });
}

std::string titled(const ResultAxis& axis, const std::string& label) {
    return axis.title.empty() ? label : fmt::format("{}: {}", axis.title, label);
}

Layout layOut(const ResultGrid& results, const std::vector<Thumbnail>& thumbnails,
              const SheetOptions& options) {
    Layout layout;
    layout.gap = 6 * options.textScale;
    layout.line = textHeight(options.textScale);
    std::size_t lines = 0;
    for (const Thumbnail& thumbnail : thumbnails) {
        lines = std::max(lines, thumbnail.lines.size());
        if (!thumbnail.image)
            continue;
        layout.cellWidth = std::max(layout.cellWidth, thumbnail.image->width());
        layout.cellHeight = std::max(layout.cellHeight, thumbnail.image->height());
    }
    // Narrower pictures would leave no room for their labels.
    layout.cellWidth = std::max(layout.cellWidth, textWidth("0000000000", options.textScale));
    if (layout.cellHeight == 0)
        layout.cellHeight = layout.cellWidth;
    layout.captionLines = static_cast<int>(lines);
    layout.columns = static_cast<int>(extent(results, 0));
    layout.rows = static_cast<int>(extent(results, 1));
    layout.pages = static_cast<int>(extent(results, 2));
    if (hasLabels(results, 1)) {
        int widest = 0;
        for (const std::string& label : results.axes[1].labels)
            widest = std::max(widest, textWidth(titled(results.axes[1], label), options.textScale));
        layout.rowLabels = std::min(widest, std::max(layout.cellWidth, 160)) + layout.gap;
    }
    for (const std::string& label :
         hasLabels(results, 0) ? results.axes[0].labels : std::vector<std::string>()) {
        const auto wrapped = wrapText(titled(results.axes[0], label), layout.cellWidth,
                                      options.textScale, kMostLabelLines);
        layout.columnLines = std::max(layout.columnLines, static_cast<int>(wrapped.size()));
    }
    layout.header = ((hasLabels(results, 2) ? 1 : 0) + layout.columnLines) * layout.line;
    return layout;
}

void writeLines(Canvas& canvas, int left, int top, const std::vector<std::string>& lines,
                const Layout& layout, int scale) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        canvas.write(left, top + static_cast<int>(i) * layout.line, lines[i], scale, kInk);
}

void drawLabels(Canvas& canvas, const ResultGrid& results, const Layout& layout, int page,
                int scale) {
    int top = layout.gap + page * layout.pageHeight();
    if (hasLabels(results, 2)) {
        const std::string title =
            titled(results.axes[2], results.axes[2].labels[static_cast<std::size_t>(page)]);
        canvas.write(layout.gap, top, shortenText(title, canvas.width() - 2 * layout.gap, scale),
                     scale, kInk);
        top += layout.line;
    }
    for (int column = 0; hasLabels(results, 0) && column < layout.columns; ++column) {
        const std::string label =
            titled(results.axes[0], results.axes[0].labels[static_cast<std::size_t>(column)]);
        // At the bottom, close to its pictures.
        const auto lines = wrapText(label, layout.cellWidth, scale, kMostLabelLines);
        const int blank = (layout.columnLines - static_cast<int>(lines.size())) * layout.line;
        writeLines(canvas, layout.gap + layout.rowLabels + column * layout.stepX(), top + blank,
                   lines, layout, scale);
    }
    const int first = layout.gap + page * layout.pageHeight() + layout.header;
    const auto room = static_cast<std::size_t>(std::max(layout.stepY() / layout.line, 1));
    for (int row = 0; layout.rowLabels > 0 && row < layout.rows; ++row) {
        const std::string label =
            titled(results.axes[1], results.axes[1].labels[static_cast<std::size_t>(row)]);
        writeLines(canvas, layout.gap, first + row * layout.stepY(),
                   wrapText(label, layout.rowLabels - layout.gap, scale, room), layout, scale);
    }
}

void drawCell(Canvas& canvas, const ResultCell& cell, const Thumbnail& thumbnail,
              const Layout& layout, int scale) {
    const auto at = [&](std::size_t axis) {
        return axis < cell.position.size() ? static_cast<int>(cell.position[axis]) : 0;
    };
    const int left = layout.gap + layout.rowLabels + at(0) * layout.stepX();
    const int top =
        layout.gap + at(2) * layout.pageHeight() + layout.header + at(1) * layout.stepY();
    if (thumbnail.image)
        canvas.draw(left + (layout.cellWidth - thumbnail.image->width()) / 2,
                    top + (layout.cellHeight - thumbnail.image->height()) / 2, *thumbnail.image);
    else
        canvas.fill(left, top, layout.cellWidth, layout.cellHeight, kEmpty);
    std::vector<std::string> lines = thumbnail.lines;
    for (std::string& line : lines)
        line = shortenText(line, layout.cellWidth, scale);
    writeLines(canvas, left, top + layout.cellHeight, lines, layout, scale);
}

Status checkOptions(const SheetOptions& options) {
    constexpr int kLargestScale = 8;
    constexpr int kSmallestSide = 16;
    if (options.mostPixels < kSmallestSide || options.mostPixels > kLargestReadSide)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("pictures of {} pixels cannot be put on a sheet", options.mostPixels),
            fmt::format("from {} to {} are possible", kSmallestSide, kLargestReadSide));
    if (options.textScale < 1 || options.textScale > kLargestScale)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("text cannot be {} times its size", options.textScale),
                    fmt::format("from 1 to {} are possible", kLargestScale));
    return Done{};
}

} // namespace

Result<Image> drawResultSheet(const ResultGrid& results, const PictureReader& read,
                              const SheetOptions& options, const RunContext& context) {
    DIPTYCH_TRY_DONE(checkOptions(options));
    DIPTYCH_TRY(const std::vector<Thumbnail> thumbnails,
                readThumbnails(results, read, options, context));
    const Layout layout = layOut(results, thumbnails, options);
    if (layout.width() > Image::kLargestSide || layout.height() > Image::kLargestSide)
        return fail(ErrorCode::InvalidInput, "the sheet would be too large",
                    "make the pictures in it smaller, or take fewer");
    DIPTYCH_TRY(Canvas canvas, Canvas::create(static_cast<int>(layout.width()),
                                              static_cast<int>(layout.height()), kPaper));
    for (int page = 0; page < layout.pages; ++page)
        drawLabels(canvas, results, layout, page, options.textScale);
    for (std::size_t i = 0; i < thumbnails.size(); ++i)
        drawCell(canvas, results.cells[i], thumbnails[i], layout, options.textScale);
    return std::move(canvas).take();
}

Result<Image> readPicture(const std::filesystem::path& path) {
    DIPTYCH_TRY(LoadedImage loaded, readImageFile(path));
    return std::move(loaded.image);
}

} // namespace diptych
