// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SettlementTerms} from "../types/Config.sol";
import {Leg} from "../types/Mandate.sol";
import {BlackScholes} from "./BlackScholes.sol";
import {InstantWeight} from "./InstantWeight.sol";
import {Normal} from "./Normal.sol";
import {SquareRoot} from "./SquareRoot.sol";

/// @title Delta, gamma and variance left of a list of series at one spot and time
/// @notice Neighbours of one expiry share the root of its time and its weight: the numbers do not depend on the order, only the
/// gas does. With v = vol sqrt(tau), per option on 1.0 base delta and gamma * S * v are within 1e-18 of Black and Scholes, plus
/// 3e-19 of (|ln(S / K)| + |carry| tau) / v where the two nearly cancel; sums are rounded once. The variance is that of
/// `BookVariance` within a unit, which cutting years to 18 decimals adds vol^2 units to; years saturate at ten.
/// @dev The logarithm, density and tail are those of `Logarithm`, `Exponential` and `Normal`, written out in one block with one
/// or two levels less where 18 digits are enough, and with constants of fewer bits: calls between them would cost a third as much
/// again. A step of such a fraction costs 20 gas, so what a leg costs beside them is moves on the stack: what a loop needs for
/// every leg lies there in the order of its use, and a put is not looked up with the call of its strike, which would cost each
/// leg 40.
library SeriesRun {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    uint256 private constant ONE = 2 ** 96;
    uint256 private constant MAX_AMOUNT = (1 << 112) - 1;
    uint256 private constant MAX_TAU = 10e18;
    /// @dev Above every expiry
    uint256 private constant MAX_TIME = 2 ** 64;
    /// @dev Differs from that of every id with an expiry below 2^40 - 1.
    uint256 private constant NO_BASE = type(uint256).max;
    int256 private constant FAR = 10 * 2 ** 96;
    /// @dev phi / v saturates here, Q72, and gamma of a book here, so that what follows fits a word.
    uint256 private constant MAX_STEEPNESS = 2 ** 96;
    uint256 private constant MAX_GAMMA = 2 ** 180;
    /// @dev Half a width in Q76, above 2^62: a width of 1.2e-4. Round numbers cost more: the compiler computes them.
    uint256 private constant NARROW = 4712345678901234567;
    /// @dev Of z, 2^80.7
    uint256 private constant SCALE = 1931234567890123456789013;
    uint256 private constant TWICE_SCALE = 3862469135780246913578026;
    uint256 private constant LN2_Q151 = 1978585428319646623311911339544528421067454882;
    uint256 private constant TWICE_LN2_Q152 = 7914341713278586493247645358178113684269819526;
    /// @dev Longer times go apart.
    uint256 private constant NINE_YEARS = 9 * 365 days;
    uint256 private constant FIVE_TO_27 = 5 ** 27;
    uint256 private constant FIVE_TO_36 = 5 ** 36;
    /// @dev 1e54 / 2^29: from vol^2 tau shifted by 64 to Q93.
    uint256 private constant FIVE_TO_54_BY_2_TO_25 = 1862645149230957031250000000000000000000000000;

    /// @dev A list of which some legs go apart.
    /// @param settling of `_legs`
    /// @param delta sum of size * instants left * delta, Q96
    /// @param steepness sum of size * instants left * phi(d1) / v, Q72
    /// @param squares sum of |size| * instants left * v^2, Q93
    /// @param sizes sum of |size| * instants left
    struct Run {
        uint256 end;
        uint256 settling;
        uint256 time;
        uint256 spot;
        int256 delta;
        int256 steepness;
        uint256 squares;
        uint256 sizes;
    }

    /// @notice -sum size * weight * delta, -sum size * weight * gamma and sum |size| * weight * v^2 / sum |size| * weight, 18 decimals;
    /// the last is zero once nothing lives.
    /// @dev Up to 256 legs. Strike, vol and carry are taken as they are: their types bound them.
    function sum(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory terms)
        internal
        pure
        returns (int256 delta, int256 gamma, uint256 variance)
    {
        uint256 at;
        uint256 end;
        uint256 settling;
        uint256 sizes;
        assembly ("memory-safe") {
            at := add(legs, 0x20)
            end := add(at, shl(5, mload(legs)))
            settling := add(mload(terms), 1)
            if or(or(shr(112, spot), iszero(spot)), or(shr(64, time), shr(25, settling))) {
                if shr(112, spot) { spot := MAX_AMOUNT }
                if shr(64, time) { time := MAX_TIME }
                // Without spot every leg goes apart, as its outcome is certain.
                if or(iszero(spot), shr(25, settling)) { settling := MAX_TIME }
            }
        }
        (at, delta, gamma, variance, sizes) = _legs(end, at, settling, time, spot, NO_BASE, 0, 0);
        uint256 instants = 1;
        if (at != end) {
            Run memory r = Run(end, settling, time, spot, delta, gamma, variance, sizes);
            instants = _finish(r, at, terms);
            (delta, gamma, variance, sizes) = (r.delta, r.steepness, r.squares, r.sizes);
        }
        assembly ("memory-safe") {
            // Nothing by nothing is nothing. A mean is no larger than the largest, 2^105.
            variance := shr(93, mul(div(variance, sizes), WAD))
            delta := sdiv(sub(0, delta), shl(96, instants))
            gamma := sdiv(sub(0, gamma), instants)
            // From here on whether gamma is 2^194 or more; times 1e18 it is else below 2^254. Without spot there is none.
            at := shr(195, add(gamma, shl(194, 1)))
            if iszero(at) { gamma := sdiv(mul(gamma, WAD), shl(72, spot)) }
        }
        if (at != 0) gamma = _wideGamma(gamma, spot);
    }

    function _wideGamma(int256 steepness, uint256 spot) private pure returns (int256) {
        if (spot == 0) return 0;
        unchecked {
            uint256 g = FixedPointMathLib.fullMulDiv(FixedPointMathLib.abs(steepness), WAD, spot << 72);
            if (g > MAX_GAMMA) g = MAX_GAMMA;
            return steepness < 0 ? -int256(g) : int256(g);
        }
    }

    /// @dev From the first leg on that goes apart; turns the sums from options into instants.
    function _finish(Run memory r, uint256 at, SettlementTerms memory terms)
        private
        pure
        returns (uint256 instants)
    {
        uint256 window;
        (window, instants) = InstantWeight.schedule(terms);
        // |size| <= 2^127, instants < 2^16, deltas and steepness at most 2^96, squares below 2^105, 2^8 legs: sums are below 2^256.
        unchecked {
            r.delta *= int256(instants);
            r.steepness *= int256(instants);
            r.squares *= instants;
            r.sizes *= instants;
            while (at != r.end) {
                at = _apart(r, at, window, instants);
                at = _add(r, at, r.settling, instants, NO_BASE, 0);
            }
        }
    }

    /// @dev A leg that has passed an instant, and those after it of its expiry; or one that is too narrow.
    /// @return next the first leg not taken
    function _apart(Run memory r, uint256 at, uint256 window, uint256 instants)
        private
        pure
        returns (uint256 next)
    {
        uint256 base = _baseAt(at);
        unchecked {
            uint256 expiry = base & 0xffffffffff;
            uint256 left = InstantWeight.left(expiry, r.time, window, instants);
            if (left == 0) {
                for (next = at + 32; next != r.end && _baseAt(next) == base;) {
                    next += 32;
                }
                return next;
            }
            uint256 tau = (expiry - r.time) * WAD / YEAR;
            if (tau > MAX_TAU) tau = MAX_TAU;
            next = r.spot == 0 ? at : _add(r, at, MAX_TIME, left, (base << 184) - (r.spot << 56), tau);
            if (next == at) {
                _narrow(r, at, tau, int256(left));
                next += 32;
            }
        }
    }

    /// @dev Market (32) | expiry (40)
    function _baseAt(uint256 at) private pure returns (uint256 base) {
        assembly ("memory-safe") {
            base := shr(184, mload(mload(at)))
        }
    }

    /// @dev What `_legs` takes, times the instants left to it.
    /// @param tau years to the expiry of `base`, at most ten
    function _add(Run memory r, uint256 at, uint256 settling, uint256 left, uint256 base, uint256 tau)
        private
        pure
        returns (uint256 next)
    {
        int256 delta;
        int256 steepness;
        uint256 squares;
        uint256 sizes;
        // The root is below 2^89, the drift below 2^95.
        unchecked {
            (next, delta, steepness, squares, sizes) = _legs(
                r.end,
                at,
                settling,
                r.time,
                r.spot,
                base,
                tau == 0 ? 0 : (SquareRoot.ofTime(tau) << 24) / FIVE_TO_27,
                (tau << 115) / FIVE_TO_36
            );
            r.delta += int256(left) * delta;
            r.steepness += int256(left) * steepness;
            r.squares += left * squares;
            r.sizes += left * sizes;
        }
    }

    /// @dev Legs from `at` on, of the expiry at hand and of others without settlement, while their width is above NARROW.
    /// @param least settling: an expiry in less than this, and any from 2^64 on, may have passed an instant
    /// @param range time
    /// @param ratio spot; the stack has room for these three only until the strikes that are near lie there
    /// @param base market and expiry at hand, where an id has them, less the spot in Q56
    /// @param root root of the years to it in Q147, per 1e-18 of vol
    /// @param drift those years in Q151, per 1e-18 of carry
    /// @return next the first leg not taken; the others are as in `Run`, of one instant
    function _legs(
        uint256 end,
        uint256 at,
        uint256 least,
        uint256 range,
        uint256 ratio,
        uint256 base,
        uint256 root,
        uint256 drift
    ) private pure returns (uint256 next, int256 delta, int256 steepness, uint256 squares, uint256 sizes) {
        // A leg in memory: market (32) | expiry (40) | strike (128) | zero (55) | put (1); size; vol; carry. Clean words.
        // vol < 2^64 and root < 2^89: half widths are below 2^81 in Q76, their squares below 2^162, 2^105 in Q93. Moneyness and
        // drift are below 89 and 93, 2^159 in Q151; d1 is below 2^97 in Q76, its square below 2^194; phi / v is below 2^84.
        assembly ("memory-safe") {
            mstore(0x00, least)
            mstore(0x20, range)
            // Where 2 atanh holds: S + K is 1.7071 S to 2.4143 S. Without spot anywhere.
            ratio := shl(56, ratio)
            least := div(mul(ratio, 17071), 20000)
            range := sub(div(mul(ratio, 7072), 20000), iszero(ratio))
            ratio := mul(ratio, SCALE)
            for { next := at } sub(next, end) { next := add(next, 0x20) } {
                let leg := mload(next)
                let v := shr(72, mul(mload(add(leg, 0x40)), root))
                // S + K in Q55, above 2^183 where market or expiry differ.
                let k := shr(1, sub(mload(leg), base))
                let y := mul(mload(add(leg, 0x60)), drift)
                if iszero(and(lt(NARROW, v), lt(sub(k, least), range))) {
                    if shr(183, k) {
                        // Another expiry, if its weight is that of the last: one.
                        y := sub(and(shr(184, mload(leg)), 0xffffffffff), mload(0x20))
                        k := div(mul(y, WAD), YEAR)
                        {
                            // Heron from a line, which is within a factor of eight; halved once more, and scaled once, so that what
                            // comes lies on both sides. Relative error 9e-20.
                            let z := mul(add(k, 562949953421323), 204540609318465208320)
                            let s := shl(192, k)
                            z := shr(2, add(z, div(s, z)))
                            z := shr(61, mul(add(z, div(s, z)), 1019182610072452736))
                            z := shr(1, add(z, div(s, z)))
                            z := shr(1, add(z, div(s, z)))
                            z := shr(1, add(z, div(s, z)))
                            v := add(z, div(s, z))
                        }
                        if iszero(lt(sub(y, mload(0x00)), NINE_YEARS)) { break }
                        root := div(shl(23, v), FIVE_TO_27)
                        v := shr(72, mul(mload(add(leg, 0x40)), root))
                        drift := div(shl(115, k), FIVE_TO_36)
                        base := sub(shl(184, shr(184, mload(leg))), div(ratio, SCALE))
                        k := shr(1, sub(mload(leg), base))
                        y := mul(mload(add(leg, 0x60)), drift)
                    }
                    if iszero(lt(NARROW, v)) { break }
                    // Near by powers of two; no strike counts as next to none.
                    for {} iszero(lt(sub(k, least), range)) {} {
                        let s := div(ratio, TWICE_SCALE)
                        switch lt(k, least)
                        case 1 {
                            k := sub(shl(1, or(k, eq(k, s))), s)
                            y := add(y, LN2_Q151)
                        }
                        default {
                            k := shr(1, add(k, s))
                            y := sub(y, LN2_Q151)
                        }
                    }
                }
                {
                    // ln(K / S) = 2 atanh(z), z = (K - S) / (K + S); 2 atanh(z) / z: three levels in z^2, relative error 2.9e-19.
                    let z := sub(SCALE, div(ratio, k))
                    let u := shr(84, mul(z, z))
                    // -d1 = (ln(K / S) - carry tau) / v - v / 2
                    // forgefmt: disable-next-item
                    k := sub(sdiv(sub(mul(z, sub(622085782815692845859,
                    sdiv(1678379521178198162794606888435029066908936527,
                    sub(u, add(973491306784279774383901,
                    sdiv(120901106482533361868661569043515078955807264738,
                    sub(u, sub(493646610551381130460656,
                    sdiv(4645730938251884711897735812687440636314790091,
                    sub(252230381438439148285424, u)))))))))), y), v), v)
                }
                let size := mload(add(leg, 0x20))
                // phi(d1) = e^y / (2 sqrt(pi)) 2^-n with y = (n + 1/2) ln 2 - d1^2 / 2 in Q61; e^y = 1 + 2y / (D - y), D two levels
                // in y^2, relative error 1.1e-18. Beyond 12 deviations the shift leaves nothing.
                let h := mul(k, k)
                let e := sub(799144290325165979, shr(92, mod(h, TWICE_LN2_Q152)))
                let c := mul(e, e)
                // forgefmt: disable-next-item
                let p := shr(div(h, TWICE_LN2_Q152), add(22349852007088376144756265020,
                    sdiv(mul(e, 44699704014176752289512530039), sub(sub(69209912543419116541,
                    sdiv(113436777966334578534030139223707002331596584059238801641243,
                    add(c, sub(1991087638799583519121072138657323810817,
                    sdiv(57261665948153653763384648616937727561990132838915346241277085248585262432257,
                    add(c, 243612597129053480473595928941395181567)))))), e))))
                // Phi(-|d1|) = phi R, R as in Normal; 1 - Phi turns all bits.
                let sign := sar(255, k)
                k := xor(k, sign)
                // forgefmt: disable-next-item
                delta := add(delta, mul(size, sub(xor(shr(160, sign),
                    sdiv(mul(p, 75557622515762483874713),
                    sub(k, sub(17979348495244866387,
                    sdiv(5759642345603155054123602652107428433615973114,
                    add(k, sub(16534591593301843439354,
                    sdiv(11702609336786192618579433047423820853309003466,
                    add(k, add(2205209982763744351601915,
                    sdiv(2831080155243594867671749259235911319591775308476,
                    sub(k, add(1166435470987834464473070,
                    sdiv(31946601942257565285325325059325815960281130666,
                    add(k, add(204702723573973006667136,
                    sdiv(167062522774701136158223424040240021803789952892,
                    add(k, add(290355173504391315703172,
                    sdiv(2524053917825319736875384681426176652604531377,
                    add(k, sub(2524360409855988147259715,
                    sdiv(5798696520592236734044271241145544943068315159215,
                    sub(2242176524086115086864792, k)))))))))))))))))))))))), shl(96, and(mload(leg), 1)))))
                steepness := add(steepness, mul(size, div(shl(51, p), v)))
                size := mul(size, or(1, sar(255, size)))
                squares := add(squares, mul(size, shr(57, mul(v, v))))
                sizes := add(sizes, size)
            }
        }
    }

    /// @dev A leg without vol, or with so little that its width is no longer a divisor as good as any; or any without spot.
    function _narrow(Run memory r, uint256 at, uint256 tau, int256 left) private pure {
        Leg memory leg;
        assembly ("memory-safe") {
            leg := mload(at)
        }
        (int256 x, uint256 width) =
            BlackScholes.moneynessAndWidth(r.spot, leg.series.strike(), leg.vol, tau, leg.carry);
        // d1 is below 2^193 and phi below 2^95; vol^2 tau is below 2^191.2.
        unchecked {
            if (width != 0) x = (x << 120) / int256(width) + int256(width >> 57);
            uint256 q = x > 0 ? ONE : x == 0 && width == 0 ? ONE / 2 : 0;
            uint256 g;
            if (width != 0 && x < FAR && x > -FAR) {
                g = Normal.density(x);
                q = (g * Normal.mills(x)) >> 96;
                if (x > 0) q = ONE - q;
                g = FixedPointMathLib.min((g << 128) / width, MAX_STEEPNESS);
            }
            uint256 size = FixedPointMathLib.abs(leg.size) * uint256(left);
            r.squares += size * (((uint256(leg.vol) * leg.vol * tau) << 64) / FIVE_TO_54_BY_2_TO_25);
            r.sizes += size;
            left *= leg.size;
            r.delta += left * (int256(q) - (leg.series.isPut() ? int256(ONE) : int256(0)));
            r.steepness += left * int256(g);
        }
    }
}
