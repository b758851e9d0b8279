#include "core/checkpoint/safetensors_writer.h"

#include "core/base/text.h"
#include "core/checkpoint/safetensors_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace diptych {

namespace {

std::string quotedJson(std::string_view text) {
    return nlohmann::json(toValidUtf8(text)).dump();
}

Status checkTensors(std::span<const TensorToWrite> tensors) {
    std::unordered_set<std::string_view> names;
    for (const TensorToWrite& tensor : tensors) {
        const std::string name = quotedName(tensor.name);
        if (tensor.name == "__metadata__" || toValidUtf8(tensor.name) != tensor.name)
            return fail(ErrorCode::InvalidInput, fmt::format("a tensor cannot be named {}", name));
        if (!names.insert(tensor.name).second)
            return fail(ErrorCode::InvalidInput, fmt::format("two tensors are named {}", name));
        std::uint64_t bytes = elementSize(tensor.type);
        for (const std::int64_t extent : tensor.shape) {
            if (extent < 0 ||
                __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes))
                return fail(ErrorCode::InvalidInput,
                            fmt::format("tensor {} has an impossible shape", name));
        }
        if (bytes != tensor.bytes.size())
            return fail(ErrorCode::InvalidInput,
                        fmt::format("tensor {} has {} bytes, but its shape needs {}", name,
                                    tensor.bytes.size(), bytes));
    }
    return Done{};
}

std::string headerJson(std::span<const TensorToWrite* const> ordered,
                       const std::map<std::string, std::string>& metadata) {
    std::vector<std::string> members;
    if (!metadata.empty()) {
        std::vector<std::string> pairs;
        pairs.reserve(metadata.size());
        for (const auto& [key, value] : metadata)
            pairs.push_back(fmt::format("{}:{}", quotedJson(key), quotedJson(value)));
        members.push_back(fmt::format("\"__metadata__\":{{{}}}", fmt::join(pairs, ",")));
    }
    std::uint64_t position = 0;
    for (const TensorToWrite* tensor : ordered) {
        const std::uint64_t end = position + tensor->bytes.size();
        members.push_back(fmt::format(R"({}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})",
                                      quotedJson(tensor->name), toString(tensor->type),
                                      fmt::join(tensor->shape, ","), position, end));
        position = end;
    }
    std::string header = fmt::format("{{{}}}", fmt::join(members, ","));
    header.resize((header.size() + 7) / 8 * 8, ' ');
    return header;
}

// The pieces of a file in their order: the header's length, the header, the tensors' bytes.
struct Layout {
    std::string head;
    std::vector<std::span<const std::byte>> data;
};

Result<Layout> layOut(std::span<const TensorToWrite> tensors,
                      const std::map<std::string, std::string>& metadata) {
    DIPTYCH_TRY_DONE(checkTensors(tensors));
    std::vector<const TensorToWrite*> ordered;
    for (const TensorToWrite& tensor : tensors)
        ordered.push_back(&tensor);
    std::sort(ordered.begin(), ordered.end(), [](const TensorToWrite* a, const TensorToWrite* b) {
        const std::size_t sizeA = elementSize(a->type);
        const std::size_t sizeB = elementSize(b->type);
        return sizeA != sizeB ? sizeA > sizeB : a->name < b->name;
    });
    const std::string header = headerJson(ordered, metadata);
    Layout layout;
    for (std::size_t i = 0; i < 8; ++i)
        layout.head += static_cast<char>(header.size() >> (8 * i) & 255U);
    layout.head += header;
    for (const TensorToWrite* tensor : ordered)
        layout.data.push_back(tensor->bytes);
    return layout;
}

} // namespace

Status writeSafetensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                        const std::map<std::string, std::string>& metadata, Overwrite overwrite) {
    DIPTYCH_TRY(const Layout layout, layOut(tensors, metadata));
    DIPTYCH_TRY(AtomicFile file, AtomicFile::create(path, overwrite));
    DIPTYCH_TRY_DONE(file.write(layout.head));
    for (const std::span<const std::byte> bytes : layout.data)
        DIPTYCH_TRY_DONE(file.write(bytes));
    return file.commit();
}

Result<std::string> safetensorsBytes(std::span<const TensorToWrite> tensors,
                                     const std::map<std::string, std::string>& metadata) {
    DIPTYCH_TRY(Layout layout, layOut(tensors, metadata));
    std::string file = std::move(layout.head);
    for (const std::span<const std::byte> bytes : layout.data)
        file.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return file;
}

} // namespace diptych
