// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGammaLimit} from "gimbal/interfaces/IGammaLimit.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {
    ExitTerms,
    HedgeBand,
    HedgeLimits,
    Liquidity,
    MandateTerms,
    OracleTerms,
    Scenario,
    SettlementTerms,
    SpokeTerms,
    Thresholds
} from "gimbal/types/Config.sol";

/// @notice The governed numbers of the tests: WETH/USDC near 3,000, books of about a hundred options.
library Terms {
    uint32 internal constant MARKET = 1;
    uint128 internal constant LOT = 0.01e18;

    function market() internal pure returns (IRiskParameters.Market memory) {
        return IRiskParameters.Market({name: "WETH/USDC", baseDecimals: 18, quoteDecimals: 6, lot: LOT});
    }

    function band() internal pure returns (HedgeBand memory) {
        return HedgeBand({
            riskAversion: 10e18,
            costRate: 0.0008e18,
            fixedCost: 2e18,
            floor: 0.1e18,
            cap: 50e18,
            capShare: 0.2e18
        });
    }

    function limits() internal pure returns (HedgeLimits memory) {
        return HedgeLimits({
            slippage: 0.01e18,
            clip: 100e18,
            interval: 0,
            turnoverCapacity: 2_000_000e18,
            turnoverRate: 23e18,
            costCapacity: 10_000e18,
            costRate: 0.12e18,
            fillCapacity: 2_000_000e18,
            fillRate: 23e18,
            fillDistance: 1.25e18,
            fillFull: 3e18,
            pathAllowance: 100e18,
            pathRate: 0.0012e18
        });
    }

    /// @notice Far more than the clip and the floor above need.
    function liquidity() internal pure returns (Liquidity memory) {
        return
            Liquidity({depth: 10_000e18, dailyVolume: 1_000_000e18, dailyImpact: 0.03e18, bookGamma: 300e18});
    }

    function oracle() internal pure returns (OracleTerms memory) {
        return OracleTerms({
            tolerance: 0.01e18,
            maxPullAge: 60,
            baseHeartbeat: 3700,
            quoteHeartbeat: 25 hours,
            sequencerGrace: 10 minutes,
            minPrice: 100e18,
            maxPrice: 100_000e18
        });
    }

    function settlement() internal pure returns (SettlementTerms memory) {
        return SettlementTerms({window: 30 minutes, instants: 6, grace: 1 hours});
    }

    function spoke() internal pure returns (SpokeTerms memory) {
        return SpokeTerms({
            lease: 4 hours,
            maxLease: 6 hours,
            grace: 1 hours,
            maxEpochJump: 10_000,
            reportAge: 2 hours,
            quoteCap: 100_000_000e6,
            maxPause: 15 minutes,
            pauseShare: 1 hours,
            bridgeFee: 0
        });
    }

    function exit() internal pure returns (ExitTerms memory) {
        return ExitTerms({routeTime: 2 hours, withdrawalWindow: 1 days});
    }

    function thresholds() internal pure returns (Thresholds memory) {
        return Thresholds({
            initial: 1.2e18,
            maintenance: 1e18,
            emergency: 0.6e18,
            innerRange: 0.16e18,
            volUp: 0.5e18,
            volDown: 0.25e18,
            volFloor: 0.5e18,
            shortCharge: 0.003e18,
            referenceVol: 0.8e18,
            bufferCap: 2e18,
            moveRate: 3e18
        });
    }

    function mandate() internal pure returns (MandateTerms memory) {
        return MandateTerms({
            listCap: 12,
            gap: 0.25e18,
            ladderError: 0.25e18,
            republishShare: 0.05e18,
            gainRate: 0.5e18,
            haircutRate: 0.02e18,
            debtCap: 100_000e6,
            debtRate: 0.1e18
        });
    }

    /// @notice Nine steps of ±16 % times three vols, and damped tails.
    function scenarios() internal pure returns (Scenario[] memory list) {
        uint64[9] memory steps = [uint64(84), 88, 92, 96, 100, 104, 108, 112, 116];
        list = new Scenario[](31);
        for (uint256 i; i < 27; i++) {
            list[i] = Scenario(steps[i / 3] * 0.01e18, int8(int256(i % 3)) - 1, 1e18);
        }
        list[27] = Scenario(0.34e18, 1, 0.2e18);
        list[28] = Scenario(0.67e18, 1, 0.5e18);
        list[29] = Scenario(1.33e18, 1, 0.5e18);
        list[30] = Scenario(2e18, 1, 0.2e18);
    }

    /// @notice The three pools of the tests: L * 0.5 % / sqrt(p) base each, and the highest ratio that is usual.
    function gamma() internal pure returns (IGammaLimit.Terms memory) {
        return IGammaLimit.Terms({depth: 1_640_000e18, maxRatio: 0.1e18});
    }

    function surface() internal pure returns (IVolSurface.Terms memory) {
        return IVolSurface.Terms({
            maxAge: 6 hours, minInterval: 60, maxStep: 0.2e18, minVol: 0.1e18, maxVol: 3e18, width: 1e18
        });
    }
}
