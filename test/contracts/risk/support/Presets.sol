// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
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
    Thresholds,
    VenueKind,
    VenueStatus,
    VenueTerms
} from "gimbal/types/Config.sol";

/// @notice A WETH/USDC market and a spoke as a deployment may set them.
library Presets {
    function market() internal pure returns (IRiskParameters.Market memory) {
        return IRiskParameters.Market({name: "WETH/USDC", baseDecimals: 18, quoteDecimals: 6, lot: 0.01e18});
    }

    function band() internal pure returns (HedgeBand memory) {
        return HedgeBand({
            riskAversion: 10e18,
            costRate: 0.001e18,
            fixedCost: 2e18,
            floor: 0.05e18,
            cap: 50e18,
            capShare: 0.25e18
        });
    }

    function limits() internal pure returns (HedgeLimits memory) {
        return HedgeLimits({
            slippage: 0.01e18,
            clip: 20e18,
            interval: 30,
            turnoverCapacity: 600_000e18,
            turnoverRate: 10e18,
            costCapacity: 3_000e18,
            costRate: 0.05e18,
            fillCapacity: 300_000e18,
            fillRate: 5e18,
            fillDistance: 1.25e18,
            fillFull: 3e18,
            pathAllowance: 10e18,
            pathRate: 0.001e18
        });
    }

    function liquidity() internal pure returns (Liquidity memory) {
        return Liquidity({depth: 400e18, dailyVolume: 8_000e18, dailyImpact: 0.03e18, bookGamma: 200e18});
    }

    function oracle() internal pure returns (OracleTerms memory) {
        return OracleTerms({
            tolerance: 0.01e18,
            maxPullAge: 60,
            baseHeartbeat: 3900,
            quoteHeartbeat: 25 hours,
            sequencerGrace: 1 hours,
            minPrice: 100e18,
            maxPrice: 50_000e18
        });
    }

    function settlement() internal pure returns (SettlementTerms memory) {
        return SettlementTerms({window: 30 minutes, instants: 10, grace: 1 hours});
    }

    function venue(uint32 id) internal pure returns (VenueTerms memory) {
        return VenueTerms({
            id: id,
            adapter: address(0xA),
            pool: address(uint160(0xB00) + id),
            kind: VenueKind.UNISWAP_V3,
            status: VenueStatus.ACTIVE,
            clip: 10e18
        });
    }

    function spoke() internal pure returns (SpokeTerms memory) {
        return SpokeTerms({
            lease: 4 hours,
            maxLease: 6 hours,
            grace: 1 hours,
            maxEpochJump: 100,
            reportAge: 6 hours,
            quoteCap: 50_000_000e6,
            maxPause: 15 minutes,
            pauseShare: 4 hours,
            bridgeFee: 0.0001e18
        });
    }

    function exit() internal pure returns (ExitTerms memory) {
        return ExitTerms({routeTime: 3 hours, withdrawalWindow: 1 days});
    }

    function thresholds() internal pure returns (Thresholds memory) {
        return Thresholds({
            initial: 1.25e18,
            maintenance: 1e18,
            emergency: 0.6e18,
            innerRange: 0.16e18,
            volUp: 0.5e18,
            volDown: 0.25e18,
            volFloor: 0.5e18,
            shortCharge: 0.003e18,
            referenceVol: 0.8e18,
            bufferCap: 2e18,
            moveRate: 4e18
        });
    }

    function mandate() internal pure returns (MandateTerms memory) {
        return MandateTerms({
            listCap: 8,
            gap: 0.1e18,
            ladderError: 0.25e18,
            republishShare: 0.1e18,
            gainRate: 0.5e18,
            haircutRate: 0.1e18,
            debtCap: 50_000e6,
            debtRate: 0.1e18
        });
    }

    /// @notice Nine spots of ±16 % under three vols, and six tails damped by 0.1386 / |move|.
    function scenarios() internal pure returns (Scenario[] memory list) {
        list = new Scenario[](33);
        uint256 n;
        for (uint256 i; i < 9; i++) {
            for (int8 shock = -1; shock <= 1; shock++) {
                list[n++] = Scenario(uint64(0.84e18 + i * 0.04e18), shock, 1e18);
            }
        }
        uint64[6] memory tails = [uint64(0.34e18), 0.67e18, 1.5e18, 2e18, 3e18, 6e18];
        for (uint256 i; i < tails.length; i++) {
            uint256 move = tails[i] < 1e18 ? 1e18 - tails[i] : tails[i] - 1e18;
            list[n++] = Scenario(tails[i], 1, uint64(0.1386e36 / move));
        }
    }
}
