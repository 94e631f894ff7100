// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IHedgeExecutor} from "../interfaces/IHedgeExecutor.sol";
import {HedgeBands} from "../pricing/HedgeBands.sol";
import {HedgeTarget} from "../pricing/HedgeTarget.sol";
import {HedgeBand, SettlementTerms} from "../types/Config.sol";
import {MandateBody} from "../types/Mandate.sol";

/// @title The hub's own target and band, evaluated on the spoke
/// @notice Pure code beside the executor, for its size alone: each executor implementation makes its own and keeps the address
/// in its code, so the two change together.
contract TargetEvaluator {
    /// @notice Target and band of a mandate; see HedgeTarget.ofBody and HedgeBands.band.
    function evaluate(
        MandateBody calldata body,
        HedgeBand calldata band,
        SettlementTerms calldata settlement,
        uint256 price,
        uint256 time
    ) external pure returns (int256 target, int256 gamma, uint256 outer, uint256 inner) {
        uint256 variance;
        bool inside;
        (target, gamma, variance, inside) = HedgeTarget.ofBody(body, price, time, settlement);
        if (!inside) revert IHedgeExecutor.SpotOutsideLadder(price);
        (outer, inner) =
            HedgeBands.band(band, body.riskAversion, SignedMath.abs(gamma), price, body.range, variance);
    }

    /// @notice Base of a mandate that expired, or ran through its settlement window, between two times: the roll-off of P2.
    function rolledOff(
        MandateBody calldata body,
        SettlementTerms calldata settlement,
        uint256 from,
        uint256 to
    ) external pure returns (uint256) {
        uint256 gone = HedgeTarget.rolledOff(body.legs, to, settlement)
            - HedgeTarget.rolledOff(body.legs, from, settlement);
        return gone * body.share / 1e18;
    }
}
