// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {Settlement} from "gimbal/hub/Settlement.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {HubFixture} from "./HubFixture.sol";
import {InstantOracle} from "./InstantOracle.sol";

/// @notice Settlement over real books. Ten instants over the last half hour, grace an hour.
abstract contract SettlementFixture is HubFixture {
    uint40 internal constant WINDOW = 30 minutes;
    uint16 internal constant INSTANTS = 10;
    uint40 internal constant GRACE = 1 hours;

    InstantOracle internal oracle;
    Settlement internal settler;

    function setUp() public virtual override {
        super.setUp();
        oracle = new InstantOracle();
        terms(INSTANTS);
        settler = Settlement(
            payable(deploy(
                    address(new Settlement()),
                    abi.encodeCall(
                        Settlement.initialize,
                        (address(manager), Settlement.Init(address(books), parameters, address(oracle)))
                    )
                ))
        );
        allow(address(books), IBooks.applySettlement.selector, SETTLEMENT, address(settler));
        vm.warp(EXPIRY);
    }

    function terms(uint16 instants) internal {
        vm.mockCall(
            parameters,
            abi.encodeCall(IRiskParameters.settlementTerms, (MARKET)),
            abi.encode(SettlementTerms(uint32(WINDOW), instants, uint32(GRACE)))
        );
    }

    function instantAt(uint16 index) internal pure returns (uint64) {
        return uint64(EXPIRY - WINDOW + uint256(index) * WINDOW / INSTANTS);
    }

    function store(uint16 index, uint256 price) internal {
        oracle.push(instantAt(index), price);
        settler.storeInstant(MARKET, EXPIRY, index, 1, 1);
    }

    /// @notice Every instant at `price`.
    function settleAt(uint256 price) internal {
        for (uint16 i = 1; i <= INSTANTS; i++) {
            store(i, price);
        }
        settler.finalise(MARKET, EXPIRY);
    }
}
