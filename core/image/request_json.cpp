#include "core/image/request_json.h"

#include "core/image/request_fields.h"

namespace diptych {

namespace {

constexpr std::string_view kDamaged = "the stored request is damaged";
constexpr std::string_view kDamagedHint = "enter the settings by hand";

template <typename Request, typename Visitor> void visitRequest(Request& request, Visitor&& visit) {
    image::visitTexts(request, visit);
    image::visitNumbers(request, visit);
    visit("loras", request.loras);
}

} // namespace

std::string requestToJson(const GenerationRequest& request) {
    image::OrderedJson object = image::OrderedJson::object();
    visitRequest(request, image::JsonWriter(object, image::Detail::Exact));
    return object.dump();
}

Result<GenerationRequest> requestFromJson(std::string_view text) {
    const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object())
        return fail(ErrorCode::FileInvalid, fmt::format("{}: it is not a JSON object", kDamaged),
                    std::string(kDamagedHint));
    GenerationRequest request;
    image::JsonReader reader(object, kDamaged, kDamagedHint);
    visitRequest(request, reader);
    if (reader.error())
        return fail(*reader.error());
    return request;
}

} // namespace diptych
