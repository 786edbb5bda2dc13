// phone.cc - the C face of libphonenumber.  Thread safe: its PhoneNumberUtil is.
#include <cstdint>
#include <cstring>
#include <phonenumbers/phonenumberutil.h>
#include <set>
#include <string>
#include <vector>

extern "C" size_t phone_e164(const char *s, size_t n, const char *region, char *out);
extern "C" size_t phone_codes(const uint16_t **ret);

size_t phone_e164(const char *s, size_t n, const char *region, char *out) {
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    std::string text(s, n), e164;
    std::string where = region && *region ? region : "ZZ"; // ZZ: only numbers with +
    if (util->Parse(text, where, &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
        !util->IsValidNumber(number))
        return 0;
    util->Format(number, PhoneNumberUtil::E164, &e164);
    if (e164.empty() || e164.size() > 16)
        return 0;
    std::memcpy(out, e164.data(), e164.size());
    return e164.size();
}

static std::vector<uint16_t> all_codes() {
    std::set<int> codes;
    i18n::phonenumbers::PhoneNumberUtil::GetInstance()->GetSupportedCallingCodes(&codes);
    return std::vector<uint16_t>(codes.begin(), codes.end());
}

size_t phone_codes(const uint16_t **ret) {
    static const std::vector<uint16_t> codes = all_codes();
    *ret = codes.data();
    return codes.size();
}
