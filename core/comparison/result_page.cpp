#include "core/comparison/result_page.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/image/image_file.h"
#include "core/net/base64.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace diptych {

namespace {

constexpr std::string_view kHead =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'\">\n"
    "<style>\n"
    "body { font-family: sans-serif; margin: 1.5em; color: #141414; background: #fff }\n"
    "table { border-collapse: collapse } th, td { padding: .4em; vertical-align: top; "
    "text-align: left }\n"
    "th { max-width: 20em; font-weight: 600 } img { max-width: 24em; height: auto; display: block "
    "}\n"
    "dl { margin: .3em 0 0; font-size: .8em } dt { display: inline; color: #555 }\n"
    "dd { display: inline; margin: 0 .8em 0 .2em } .empty { color: #777 }\n"
    "</style>\n";

struct EmbeddedPicture {
    std::string uri;
    int width = 0;
    int height = 0;
};

std::string_view mediaType(ImageFormat format) {
    switch (format) {
    case ImageFormat::Png:
        return "image/png";
    case ImageFormat::Jpeg:
        return "image/jpeg";
    case ImageFormat::WebP:
        break;
    }
    return "image/webp";
}

std::string dataUri(ImageFormat format, const std::string& bytes) {
    return fmt::format("data:{};base64,{}", mediaType(format),
                       net::toBase64(std::as_bytes(std::span<const char>(bytes))));
}

std::optional<EmbeddedPicture> embed(const std::filesystem::path& path) {
    const auto bytes = readFile(path, kLargestReadBytes);
    if (!bytes)
        return std::nullopt;
    const auto loaded = decodeImage(*bytes);
    if (!loaded)
        return std::nullopt;
    EmbeddedPicture picture{"", loaded->image.width(), loaded->image.height()};
    if (bytes->size() <= kLargestEmbeddedBytes) {
        picture.uri = dataUri(loaded->text.format, *bytes);
        return picture;
    }
    const auto small = encodeImage(loaded->image, ImageFormat::WebP);
    if (!small)
        return std::nullopt;
    picture.uri = dataUri(ImageFormat::WebP, small->bytes);
    return picture;
}

std::string labelOf(const ResultGrid& results, std::size_t axis, std::size_t index) {
    if (axis >= results.axes.size())
        return "";
    const ResultAxis& shown = results.axes[axis];
    const std::string& label = shown.labels[index];
    return escapeHtml(shown.title.empty() || label.empty() ? label : shown.title + ": " + label);
}

std::string cellHtml(const ResultCell& cell) {
    std::string html = "<td>";
    const std::optional<EmbeddedPicture> picture =
        cell.file.empty() ? std::nullopt : embed(cell.file);
    if (picture)
        html += fmt::format(R"(<img src="{}" width="{}" height="{}" alt="{}">)", picture->uri,
                            picture->width, picture->height,
                            escapeHtml(toValidUtf8(cell.file.filename().string())));
    else
        html += "<span class=\"empty\">no picture</span>";
    html += "<dl>";
    for (const auto& [key, value] : cell.facts)
        html += fmt::format("<dt>{}</dt><dd>{}</dd> ", escapeHtml(key), escapeHtml(value));
    return html + "</dl></td>";
}

using Position = std::vector<std::size_t>;

// The heading of a page and its columns.
std::string pageHead(const ResultGrid& results, std::size_t page) {
    std::string html;
    if (results.axes.size() > 2)
        html += fmt::format("<h2>{}</h2>\n", labelOf(results, 2, page));
    html += "<table>\n<tr><th></th>";
    for (std::size_t column = 0; column < extent(results, 0); ++column)
        html += fmt::format("<th scope=\"col\">{}</th>", labelOf(results, 0, column));
    return html + "</tr>\n";
}

} // namespace

std::string escapeHtml(std::string_view text) {
    std::string escaped;
    for (const char c : toValidUtf8(text)) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

Result<std::string> resultPage(const ResultGrid& results, const RunContext& context) {
    std::map<Position, const ResultCell*> cells;
    for (const ResultCell& cell : results.cells)
        cells.emplace(cell.position, &cell);
    const std::string title = escapeHtml(results.title.empty() ? "Comparison" : results.title);
    std::string html(kHead);
    html += fmt::format("<title>{}</title>\n</head>\n<body>\n<h1>{}</h1>\n", title, title);
    std::int64_t done = 0;
    for (std::size_t page = 0; page < extent(results, 2); ++page) {
        html += pageHead(results, page);
        for (std::size_t row = 0; row < extent(results, 1); ++row) {
            html += fmt::format("<tr><th scope=\"row\">{}</th>", labelOf(results, 1, row));
            for (std::size_t column = 0; column < extent(results, 0); ++column) {
                if (context.cancelled())
                    return fail(cancelledError());
                Position position = {column, row, page};
                position.resize(results.axes.size());
                const auto found = cells.find(position);
                html += found == cells.end() ? "<td></td>" : cellHtml(*found->second);
                if (html.size() > kLargestPageBytes)
                    return fail(ErrorCode::InvalidInput, "the page would be larger than 1 GiB",
                                "take fewer pictures");
                context.report(Phase::Save, ++done,
                               static_cast<std::int64_t>(results.cells.size()));
            }
            html += "</tr>\n";
        }
        html += "</table>\n";
    }
    return html + "</body>\n</html>\n";
}

} // namespace diptych
