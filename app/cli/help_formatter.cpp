#include "app/cli/help_formatter.h"

#include <cctype>
#include <sstream>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

constexpr std::size_t kFirstColumn = 34;
constexpr std::size_t kTextWidth = 66; ///< so that lines end before column 100

std::string upperCase(std::string text) {
    for (char& c : text)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

std::string wrap(const std::string& description) {
    std::istringstream words(description);
    std::string word;
    std::string text;
    std::size_t lineLength = 0;
    while (words >> word) {
        if (lineLength > 0 && lineLength + 1 + word.size() > kTextWidth) {
            text += '\n';
            lineLength = 0;
        } else if (lineLength > 0) {
            text += ' ';
            ++lineLength;
        }
        text += word;
        lineLength += word.size();
    }
    return text;
}

} // namespace

HelpFormatter::HelpFormatter() {
    column_width(kFirstColumn);
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name,
                                     CLI::AppFormatMode mode) const {
    std::string help = CLI::Formatter::make_help(app, std::move(name), mode);
    for (std::size_t at = help.find("\n\n\n"); at != std::string::npos;
         at = help.find("\n\n\n", at))
        help.erase(at, 1);
    return help;
}

std::string HelpFormatter::make_usage(const CLI::App* app, std::string name) const {
    std::string line = "\nUsage: " + name;
    const bool isProgram = app->get_parent() == nullptr;
    if (isProgram)
        line += " COMMAND";
    line += " [flags]";
    for (const CLI::Option* option :
         app->get_options([](const CLI::Option* o) { return o->get_positional(); }))
        line += " [" + upperCase(option->get_name(true)) + "]";
    return line + "\n";
}

std::string HelpFormatter::make_option_name(const CLI::Option* option, bool isPositional) const {
    if (isPositional)
        return upperCase(option->get_name(true));
    std::string name;
    for (const std::string& shortName : option->get_snames())
        name += "-" + shortName + ", ";
    if (option->get_lnames().empty())
        return name;
    // Further long names are the predecessor's spellings; they work, and docs/cli.md lists them.
    const bool hasNegation = !option->get_fnames().empty();
    return name + (hasNegation ? "--[no-]" : "--") + option->get_lnames().front();
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
    return wrap(option->get_description());
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
    std::ostringstream out;
    CLI::detail::format_help(out, command->get_name(), wrap(command->get_description()),
                             get_column_width());
    return out.str();
}

} // namespace diptych::cli
