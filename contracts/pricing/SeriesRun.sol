// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SettlementTerms} from "../types/Config.sol";
import {Leg} from "../types/Mandate.sol";
import {BlackScholes} from "./BlackScholes.sol";
import {Normal} from "./Normal.sol";

/// @title Delta, gamma and variance left of a list of series at one spot and time
/// @notice Neighbours of one expiry share the root of its time and its weight: the numbers do not depend on the order, only the
/// gas does. With v = vol sqrt(tau), per option on 1.0 base delta and gamma * S * v are within 1e-18 of Black and Scholes, plus
/// 3e-19 of (|ln(S / K)| + |carry| tau) / v where the two nearly cancel; a put's strike counts 2^-56 wei more, which shows below
/// 1e9 wei. Sums are rounded once. The variance is that of `BookVariance` within a unit and 1e-19 of itself, to which cutting
/// years to 18 decimals adds vol^2 units; years saturate at ten.
/// @dev The logarithm, density and tail are those of `Logarithm`, `Exponential` and `Normal`, written out in one block with one
/// or two levels less where 18 digits are enough, and with constants of fewer bits: calls between them would cost a third as much
/// again. A step of such a fraction costs 20 gas, so what a leg costs beside them is moves on the stack: what a loop needs for
/// every leg lies there in the order of its use, what is done with lies on top, and a put is not looked up with the call of its
/// strike, which would cost each leg 40. Nor does a leg pay for weights: only an expiry whose weight is not that of the one before.
library SeriesRun {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    uint256 private constant TEN_YEARS = 10 * 365 days;
    uint256 private constant ONE = 2 ** 96;
    uint256 private constant MAX_AMOUNT = (1 << 112) - 1;
    /// @dev Above every expiry
    uint256 private constant MAX_TIME = 2 ** 64;
    /// @dev Of no series but those of market and expiry zero, which are over.
    uint256 private constant NO_BASE = type(uint256).max;
    int256 private constant FAR = 10 * 2 ** 96;
    /// @dev phi / v saturates here, Q72, and gamma of a book here, so that what follows fits a word.
    uint256 private constant MAX_STEEPNESS = 2 ** 96;
    int256 private constant MAX_GAMMA = 2 ** 180;
    /// @dev Half a width in Q76, above 2^62: a width of 1.2e-4. Round numbers cost more: the compiler computes them.
    uint256 private constant NARROW = 4712345678901234567;
    /// @dev Of z, 2^80.7
    uint256 private constant SCALE = 1931234567890123456789013;
    uint256 private constant TWICE_SCALE = 3862469135780246913578026;
    /// @dev 0.17159 SCALE, where 2 atanh(z) holds: K is 0.70708 S to 1.41427 S.
    uint256 private constant NEAR = 331380539504266284367873;
    uint256 private constant TWICE_NEAR = 662761079008532568735746;
    uint256 private constant LN2_Q151 = 1978585428319646623311911339544528421067454882;
    uint256 private constant TWICE_LN2_Q152 = 7914341713278586493247645358178113684269819526;
    /// @dev 9.5 years; longer times are held against ten.
    uint256 private constant MANY_YEARS = 299876543;
    uint256 private constant FIVE_TO_36 = 5 ** 36;
    /// @dev 2^240 / 5^54: from years in 18 decimals to the square of `root`, whose first guesses have the others.
    uint256 private constant ROOT_SCALE = 31828687130226345097944463881396533;
    uint256 private constant ROOT_MIDDLE = 563114481992783;
    uint256 private constant ROOT_LINE = 50323293;
    uint256 private constant ROOT_LINE_SQUARED = 7553041088881009430102017;
    uint256 private constant ROOT_SECOND = 6298514480186306564795741289578497;
    /// @dev 1e54 / 2^29: from vol^2 tau shifted by 64 to Q93.
    uint256 private constant FIVE_TO_54_BY_2_TO_25 = 1862645149230957031250000000000000000000000000;

    /// @notice -sum size * weight * delta, -sum size * weight * gamma and sum |size| * weight * v^2 / sum |size| * weight, 18 decimals;
    /// the last is zero once nothing lives.
    /// @dev Up to 256 legs, taken from the last to the first. Strike, vol and carry are taken as they are: their types bound them.
    function sum(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory terms)
        internal
        pure
        returns (int256 delta, int256 gamma, uint256 variance)
    {
        // The order on the stack, of which assembly reaches sixteen words.
        uint256 end;
        // `terms`; once a weight is not one, the complement of where `terms`, the weight at hand and four words lie. What is due is
        // the sums below times that weight (of N), plus those words: a change of weight from a to b adds a - b of the sums to them.
        uint256 weights;
        // 2 S in Q56, times SCALE
        uint256 ratio;
        assembly ("memory-safe") {
            if shr(112, or(spot, time)) {
                if shr(112, spot) { spot := MAX_AMOUNT }
                if shr(112, time) { time := MAX_TIME }
            }
            // An expiry in many years less up to this has the weight at hand, which is one.
            end := mload(terms)
            mstore(0x00, mul(sub(MANY_YEARS, end), lt(end, MANY_YEARS)))
            mstore(0x20, time)
            end := legs
            weights := terms
            ratio := shl(56, mul(spot, TWICE_SCALE))
        }
        // Market and expiry at hand, where an id has them, less the spot in Q56.
        uint256 base = NO_BASE;
        // Root of the years to it in Q147, per 1e-18 of vol
        uint256 root;
        // Those years in Q151, per 1e-18 of carry
        uint256 drift;
        uint256 next;
        assembly ("memory-safe") {
            next := add(legs, shl(5, mload(legs)))
        }
        // Sums of size * delta in Q96, size * phi(d1) / v in Q72, |size| * v^2 in Q93 and |size|
        int256 deltas;
        int256 steepness;
        uint256 squares;
        uint256 sizes;
        // A leg in memory: market (32) | expiry (40) | strike (128) | zero (55) | put (1); size; vol; carry. Clean words.
        // vol < 2^64 and root < 2^89: half widths are below 2^81 in Q76, their squares below 2^162, 2^105 in Q93. Moneyness and
        // drift are below 89 and 93, 2^159 in Q151; d1 is below 2^97 in Q76, its square below 2^194; phi / v is below 2^84.
        // |size| <= 2^127, N < 2^16 and 2^8 legs: what is due is below 2^256.
        for (;;) {
            assembly ("memory-safe") {
                for {} sub(next, end) { next := sub(next, 0x20) } {
                    let leg := mload(next)
                    let v := shr(72, mul(mload(add(leg, 0x40)), root))
                    // (K - S) / (K + S); about one where market or expiry differ: K + S would be above 2^184
                    let z := sub(SCALE, div(ratio, sub(mload(leg), base)))
                    let y := mul(mload(add(leg, 0x60)), drift)
                    if iszero(and(lt(NARROW, v), lt(add(z, NEAR), TWICE_NEAR))) {
                        if shr(184, sub(mload(leg), base)) {
                            // Another expiry
                            y := sub(and(shr(184, mload(leg)), 0xffffffffff), mload(0x20))
                            if iszero(lt(sub(MANY_YEARS, y), mload(0x00))) {
                                // Another weight, maybe. As in `InstantWeight`; without instants there is one.
                                v := weights
                                if shr(255, v) { v := mload(not(v)) }
                                let instants := mload(add(v, 0x20))
                                instants := or(instants, iszero(instants))
                                v := mload(v)
                                z := sub(instants, div(sub(mul(add(sub(v, y), 1), instants), 1), v))
                                if iszero(and(lt(sub(v, y), v), lt(y, MANY_YEARS))) {
                                    if shr(64, sub(y, 1)) {
                                        // Over, as are its neighbours
                                        z := shr(184, mload(leg))
                                        for { v := sub(next, 0x20) } sub(v, end) { v := sub(v, 0x20) } {
                                            if sub(shr(184, mload(mload(v))), z) { break }
                                            next := v
                                        }
                                        continue
                                    }
                                    if gt(y, v) { z := instants }
                                    if gt(y, TEN_YEARS) { y := TEN_YEARS }
                                }
                                instants := sub(instants, z)
                                if shr(255, weights) {
                                    let kept := add(not(weights), 0x20)
                                    let less := sub(mload(kept), z)
                                    mstore(kept, z)
                                    mstore(add(kept, 0x20), add(mload(add(kept, 0x20)), mul(less, deltas)))
                                    mstore(add(kept, 0x40), add(mload(add(kept, 0x40)), mul(less, steepness)))
                                    mstore(add(kept, 0x60), add(mload(add(kept, 0x60)), mul(less, squares)))
                                    mstore(add(kept, 0x80), add(mload(add(kept, 0x80)), mul(less, sizes)))
                                    v := mul(sub(MANY_YEARS, v), lt(v, MANY_YEARS))
                                    mstore(0x00, mul(v, iszero(instants)))
                                    instants := 0
                                }
                                if instants {
                                    v := mload(0x40)
                                    mstore(0x40, add(v, 0xc0))
                                    mstore(v, weights)
                                    weights := not(v)
                                    mstore(add(v, 0x20), z)
                                    mstore(add(v, 0x40), mul(instants, deltas))
                                    mstore(add(v, 0x60), mul(instants, steepness))
                                    mstore(add(v, 0x80), mul(instants, squares))
                                    mstore(add(v, 0xa0), mul(instants, sizes))
                                    // Any expiry may have another weight than this.
                                    mstore(0x00, 0)
                                }
                            }
                            y := div(mul(y, WAD), YEAR)
                            {
                                // Heron's steps from a line within a factor of 8.2, the first two scaled so that what comes lies on
                                // both sides: within 2.04 and 1.124, then 6.9e-3, 2.4e-5, 2.8e-10 and 4e-20, a second to ten years.
                                let t := mul(y, ROOT_SCALE)
                                let n := add(y, ROOT_MIDDLE)
                                n := add(mul(n, ROOT_LINE), div(mul(y, ROOT_LINE_SQUARED), n))
                                n := add(n, div(mul(y, ROOT_SECOND), n))
                                let m := add(n, div(t, n))
                                n := add(shr(2, m), div(t, m))
                                let r := add(n, div(t, n))
                                root := add(shr(2, r), div(t, r))
                            }
                            drift := div(shl(115, y), FIVE_TO_36)
                            v := shr(72, mul(mload(add(leg, 0x40)), root))
                            base := sub(shl(184, shr(184, mload(leg))), div(ratio, TWICE_SCALE))
                            z := sub(SCALE, div(ratio, sub(mload(leg), base)))
                            y := mul(mload(add(leg, 0x60)), drift)
                        }
                        if iszero(and(lt(NARROW, v), lt(add(z, NEAR), TWICE_NEAR))) {
                            if iszero(lt(NARROW, v)) { break }
                            // Near by powers of two; no strike counts as next to none.
                            let k := sub(mload(leg), base)
                            for {} iszero(lt(add(z, NEAR), TWICE_NEAR)) {} {
                                let s := div(ratio, TWICE_SCALE)
                                if iszero(s) {
                                    v := 0
                                    break
                                }
                                switch slt(z, 0)
                                case 1 {
                                    k := sub(shl(1, or(k, eq(k, s))), s)
                                    y := add(y, LN2_Q151)
                                }
                                default {
                                    k := shr(1, add(k, s))
                                    y := sub(y, LN2_Q151)
                                }
                                z := sub(SCALE, div(ratio, k))
                            }
                            // Without spot nothing is near.
                            if iszero(v) { break }
                        }
                    }
                    {
                        let u := shr(84, mul(z, z))
                        // ln(K / S) = 2 atanh(z); 2 atanh(z) / z: three levels in z^2, relative error 2.9e-19.
                        // -d1 = (ln(K / S) - carry tau) / v - v / 2
                        // forgefmt: disable-next-item
                        z := sub(sdiv(sub(mul(z, sub(622085782815692845859,
                        sdiv(1678379521178198162794606888435029066908936527,
                        sub(u, add(973491306784279774383901,
                        sdiv(120901106482533361868661569043515078955807264738,
                        sub(u, sub(493646610551381130460656,
                        sdiv(4645730938251884711897735812687440636314790091,
                        sub(252230381438439148285424, u)))))))))), y), v), v)
                    }
                    let size := mload(add(leg, 0x20))
                    {
                        let a := mul(size, or(1, sar(255, size)))
                        squares := add(squares, mul(a, shr(57, mul(v, v))))
                        sizes := add(sizes, a)
                    }
                    // phi(d1) = e^y / (2 sqrt(pi)) 2^-n with y = (n + 1/2) ln 2 - d1^2 / 2 in Q61; e^y = 1 + 2y / (D - y), D two
                    // levels in y^2, relative error 1.1e-18. Beyond 12 deviations the shift leaves nothing.
                    let h := mul(z, z)
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
                    let m := xor(z, sar(255, z))
                    // forgefmt: disable-next-item
                    deltas := add(deltas, mul(size, sub(xor(shr(160, sar(255, z)),
                        sdiv(mul(p, 75557622515762483874713),
                        sub(m, sub(17979348495244866387,
                        sdiv(5759642345603155054123602652107428433615973114,
                        add(m, sub(16534591593301843439354,
                        sdiv(11702609336786192618579433047423820853309003466,
                        add(m, add(2205209982763744351601915,
                        sdiv(2831080155243594867671749259235911319591775308476,
                        sub(m, add(1166435470987834464473070,
                        sdiv(31946601942257565285325325059325815960281130666,
                        add(m, add(204702723573973006667136,
                        sdiv(167062522774701136158223424040240021803789952892,
                        add(m, add(290355173504391315703172,
                        sdiv(2524053917825319736875384681426176652604531377,
                        add(m, sub(2524360409855988147259715,
                        sdiv(5798696520592236734044271241145544943068315159215,
                        sub(2242176524086115086864792, m)))))))))))))))))))))))), shl(96, and(mload(leg), 1)))))
                    steepness := add(steepness, mul(size, div(shl(51, p), v)))
                }
            }
            if (next == end) break;
            (int256 q, int256 g, uint256 square, int256 size) = _narrow(next, ratio);
            assembly ("memory-safe") {
                deltas := add(deltas, mul(size, q))
                steepness := add(steepness, mul(size, g))
                size := mul(size, or(1, sar(255, size)))
                squares := add(squares, mul(size, square))
                sizes := add(sizes, size)
                next := sub(next, 0x20)
            }
        }
        assembly ("memory-safe") {
            let instants := 1
            if shr(255, weights) {
                weights := not(weights)
                instants := mload(add(mload(weights), 0x20))
                instants := or(instants, iszero(instants))
                let weight := mload(add(weights, 0x20))
                deltas := add(mul(deltas, weight), mload(add(weights, 0x40)))
                steepness := add(mul(steepness, weight), mload(add(weights, 0x60)))
                squares := add(mul(squares, weight), mload(add(weights, 0x80)))
                sizes := add(mul(sizes, weight), mload(add(weights, 0xa0)))
            }
            // Nothing by nothing is nothing. A mean is no larger than the largest, 2^105.
            variance := shr(93, mul(div(squares, sizes), WAD))
            delta := sdiv(sub(0, deltas), shl(96, instants))
            steepness := sdiv(sub(0, steepness), instants)
            // Without spot there is no gamma. From 2^194 on the product would not fit.
            ratio := div(ratio, TWICE_SCALE)
            gamma := sdiv(mul(steepness, WAD), shl(16, ratio))
            if shr(195, add(steepness, shl(194, 1))) {
                gamma := sdiv(mul(sar(60, steepness), WAD), shr(44, ratio))
                if sgt(gamma, MAX_GAMMA) { gamma := MAX_GAMMA }
                if slt(gamma, sub(0, MAX_GAMMA)) { gamma := sub(0, MAX_GAMMA) }
            }
        }
    }

    /// @dev A leg without vol, or with so little that its width is no longer a divisor as good as any; or any without spot. Keeps
    /// the scratch space of `sum`.
    /// @param at where the leg's address lies
    /// @return q delta, Q96
    /// @return g phi(d1) / v, Q72
    /// @return square v^2, Q93
    /// @return size zero once the leg is over
    function _narrow(uint256 at, uint256 ratio)
        private
        pure
        returns (int256 q, int256 g, uint256 square, int256 size)
    {
        Leg memory leg;
        uint256 kept;
        uint256 time;
        uint256 tau;
        assembly ("memory-safe") {
            leg := mload(at)
            kept := mload(0x00)
            time := mload(0x20)
            tau := and(shr(184, mload(leg)), 0xffffffffff)
            tau := mul(gt(tau, time), sub(tau, time))
            if gt(tau, TEN_YEARS) { tau := TEN_YEARS }
        }
        if (tau == 0) return (0, 0, 0, 0);
        size = leg.size;
        // d1 is below 2^193 and phi below 2^95; vol^2 tau is below 2^191.2.
        unchecked {
            tau = tau * WAD / YEAR;
            (int256 x, uint256 width) = BlackScholes.moneynessAndWidth(
                ratio / TWICE_SCALE >> 56, leg.series.strike(), leg.vol, tau, leg.carry
            );
            if (width != 0) x = (x << 120) / int256(width) + int256(width >> 57);
            q = int256(x > 0 ? ONE : x == 0 && width == 0 ? ONE / 2 : 0);
            if (width != 0 && x < FAR && x > -FAR) {
                uint256 density = Normal.density(x);
                q = int256((density * Normal.mills(x)) >> 96);
                if (x > 0) q = int256(ONE) - q;
                g = int256(FixedPointMathLib.min((density << 128) / width, MAX_STEEPNESS));
            }
            if (leg.series.isPut()) q -= int256(ONE);
            square = ((uint256(leg.vol) * leg.vol * tau) << 64) / FIVE_TO_54_BY_2_TO_25;
        }
        assembly ("memory-safe") {
            mstore(0x00, kept)
            mstore(0x20, time)
        }
    }
}
