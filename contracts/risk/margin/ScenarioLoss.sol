// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Scenario, Thresholds} from "../../types/Config.sol";
import {Leg} from "../../types/Mandate.sol";
import {Claim, Portfolio} from "../../types/Margin.sol";
import {ClaimValue} from "./ClaimValue.sol";
import {PortfolioValue} from "./PortfolioValue.sol";
import {VolShock} from "./VolShock.sol";

/// @title The worst of the governed scenarios
/// @notice One engine for every list: spot times `spotMul`, vol shocked up, down or not, the change weighted by `damp`.
library ScenarioLoss {
    using ClaimValue for Claim;

    int256 private constant WAD = 1e18;

    /// @param vols per shock (down, same, up) and leg
    /// @param marks of the legs
    /// @param options their sum and what is settled
    /// @param claims low worth
    struct Start {
        uint256[][3] vols;
        int256[] marks;
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
            (int256 options, int256 claimed) = _change(p, claims, start, scenarios[i]);
            if (-options - claimed > int256(loss)) loss = uint256(-options - claimed);
            int256 owed = -start.options - options;
            if (owed > int256(liability)) liability = uint256(owed);
        }
    }

    function _start(Portfolio memory p, Thresholds memory terms) private pure returns (Start memory start) {
        uint256 count = p.legs.length;
        start.options = p.settled;
        start.marks = new int256[](count);
        for (uint256 j; j < 3; j++) {
            start.vols[j] = new uint256[](count);
        }
        for (uint256 i; i < count; i++) {
            Leg memory leg = p.legs[i];
            uint256 expiry = leg.series.expiry();
            (start.vols[2][i], start.vols[0][i]) =
                VolShock.shocked(leg.vol, expiry > p.time ? expiry - p.time : 0, terms);
            start.vols[1][i] = leg.vol;
            start.marks[i] = _value(leg, p.spot, leg.vol, p.time);
            start.options += start.marks[i];
        }
    }

    /// @dev Damped changes of options and of claims.
    function _change(Portfolio memory p, Claim[] memory claims, Start memory start, Scenario memory s)
        private
        pure
        returns (int256 options, int256 claimed)
    {
        uint256 spot = p.spot * s.spotMul / uint256(WAD);
        uint256[] memory vols = start.vols[uint256(int256(s.volShock) + 1)];
        for (uint256 i; i < vols.length; i++) {
            // A series that has partly rolled off follows the spot only with the part left.
            int256 weight = int256(p.weights[i]);
            if (weight == 0) continue;
            int256 moved = _value(p.legs[i], spot, vols[i], p.time) - start.marks[i];
            options += weight == WAD ? moved : moved * weight / WAD;
        }
        int256 damp = int256(uint256(s.damp));
        options = options * damp / WAD;
        claimed = (_claims(claims, spot) - start.claims) * damp / WAD;
    }

    function _value(Leg memory leg, uint256 spot, uint256 vol, uint256 time) private pure returns (int256) {
        return leg.size * int256(PortfolioValue.greeks(leg, spot, vol, time).price) / WAD;
    }

    function _claims(Claim[] memory claims, uint256 spot) private pure returns (int256 value) {
        for (uint256 i; i < claims.length; i++) {
            value += claims[i].low(spot);
        }
    }
}
