#include "app/cli/commands/devices_command.h"

#include "core/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace diptych::cli {

namespace {

nlohmann::ordered_json toJson(const DeviceReport& device) {
    const auto bytesOrNull = [](std::uint64_t bytes) {
        return bytes == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(bytes);
    };
    nlohmann::ordered_json object;
    object["name"] = device.name;
    object["usable"] = device.usable;
    object["description"] = device.description;
    object["total_bytes"] = bytesOrNull(device.totalBytes);
    object["free_bytes"] = bytesOrNull(device.freeBytes);
    return object;
}

std::string toLine(const DeviceReport& device) {
    std::string line = fmt::format("{:<8} {:<4} {}", device.name, device.usable ? "yes" : "no",
                                   device.description);
    if (device.totalBytes != 0)
        line += fmt::format(", {}", formatBytes(device.totalBytes));
    if (device.freeBytes != 0)
        line += fmt::format(" ({} free)", formatBytes(device.freeBytes));
    return line;
}

Status run(CommandContext& context) {
    const std::vector<DeviceReport> devices = context.environment().listDevices();
    if (context.common().json) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const DeviceReport& device : devices)
            list.push_back(toJson(device));
        context.writeJson({{"devices", std::move(list)}});
        return Done{};
    }
    std::ostream& output = context.environment().output;
    output << fmt::format("{:<8} {:<4} {}\n", "device", "use", "what it is");
    for (const DeviceReport& device : devices)
        output << toLine(device) << '\n';
    return Done{};
}

} // namespace

CommandBody makeDevicesCommand(CLI::App& command, CommandContext& context) {
    command.description(
        "List the processors and graphics cards, and say which of them can be used");
    addModelOptions(command, context.settings(), Shown::Nothing);
    return run;
}

} // namespace diptych::cli
