// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Logarithm} from "../../pricing/Logarithm.sol";
import {Scenario, Thresholds} from "../../types/Config.sol";
import {Claim, Portfolio} from "../../types/Margin.sol";
import {Leg} from "../../types/Mandate.sol";
import {ClaimValue} from "./ClaimValue.sol";
import {Curve, CurveValue} from "./Curve.sol";
import {VolShock} from "./VolShock.sol";

/// @title The worst of the governed scenarios
/// @notice One engine for every list: spot times `spotMul`, vol shocked up, down or not, the change weighted by `damp`.
library ScenarioLoss {
    using ClaimValue for Claim;
    using CurveValue for Curve;

    int256 private constant WAD = 1e18;

    /// @dev A leg at the mark: its curve, its widths per shock (down, same, up), its price, and the part of its size that
    /// has not rolled off.
    struct Line {
        Curve curve;
        uint256[3] widths;
        int256 price;
        int256 live;
    }

    /// @dev The book at the mark.
    struct Start {
        Line[] lines;
        int256 options;
        int256 claims;
    }

    /// @notice Zero or more, 18-decimal quote.
    /// @return loss most that options and claims together lose
    /// @return liability most that the options alone are short of zero by
    function worst(
        Portfolio memory p,
        Claim[] memory claims,
        Scenario[] memory scenarios,
        Thresholds memory terms
    ) internal pure returns (uint256 loss, uint256 liability) {
        Start memory start = _start(p, terms);
        start.claims = _claims(claims, p.spot);
        for (uint256 i; i < scenarios.length; i++) {
            (int256 options, int256 claimed) = _change(p.spot, claims, start, scenarios[i]);
            if (-options - claimed > int256(loss)) loss = uint256(-options - claimed);
            int256 owed = -start.options - options;
            if (owed > int256(liability)) liability = uint256(owed);
        }
    }

    function _start(Portfolio memory p, Thresholds memory terms) private pure returns (Start memory start) {
        start.options = p.settled;
        start.lines = new Line[](p.legs.length);
        for (uint256 i; i < p.legs.length; i++) {
            Leg memory leg = p.legs[i];
            Line memory line = start.lines[i];
            line.curve = CurveValue.along(leg, p.spot, p.time);
            _widths(line, leg, p.time, terms);
            line.price = int256(line.curve.price(p.spot, 0, line.widths[1]));
            line.live = int256(leg.size) * int256(p.weights[i]) / WAD;
            start.options += leg.size * line.price / WAD;
        }
    }

    function _widths(Line memory line, Leg memory leg, uint256 time, Thresholds memory terms) private pure {
        uint256 expiry = leg.series.expiry();
        (uint256 up, uint256 down) = VolShock.shocked(leg.vol, expiry > time ? expiry - time : 0, terms);
        line.widths[0] = line.curve.width(down);
        line.widths[1] = line.curve.width(leg.vol);
        line.widths[2] = line.curve.width(up);
    }

    /// @dev Damped changes of options and of claims.
    function _change(uint256 spot, Claim[] memory claims, Start memory start, Scenario memory s)
        private
        pure
        returns (int256 options, int256 claimed)
    {
        int256 damp = int256(uint256(s.damp));
        spot = spot * s.spotMul / uint256(WAD);
        claimed = (_claims(claims, spot) - start.claims) * damp / WAD;
        options = _options(
                start.lines, spot, Logarithm.lnRatio(s.spotMul, uint256(WAD)), uint256(int256(s.volShock) + 1)
            ) * damp / WAD;
    }

    /// @dev Sizes and prices have at most 128 and 113 bits, and a book few series: nothing overflows.
    function _options(Line[] memory lines, uint256 spot, int256 shift, uint256 shock)
        private
        pure
        returns (int256 change)
    {
        unchecked {
            uint256 count = lines.length;
            for (uint256 i; i < count; i++) {
                Line memory line = lines[i];
                int256 live = line.live;
                if (live == 0) continue;
                int256 price = int256(line.curve.price(spot, shift, line.widths[shock]));
                change += live * (price - line.price) / WAD;
            }
        }
    }

    function _claims(Claim[] memory claims, uint256 spot) private pure returns (int256 value) {
        for (uint256 i; i < claims.length; i++) {
            value += claims[i].low(spot);
        }
    }
}
