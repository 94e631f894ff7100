// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {ISpokeControl} from "../interfaces/ISpokeControl.sol";
import {MarketConfig, SpokeConfig, SpokeTerms} from "../types/Config.sol";

/// @title The config in force on a spoke
/// @notice Each market's part is kept as contract code: replaced whole by a new version, read whole by every hedge, where one
/// code read costs a fraction of some twenty storage slots.
library ConfigStore {
    struct Store {
        uint64 version;
        bytes32 digest;
        SpokeTerms terms;
        uint32[] markets;
        mapping(uint32 market => address pointer) pointers;
    }

    /// @notice Replaces everything; markets that the new config does not name are gone.
    function replace(Store storage self, SpokeConfig memory config, bytes32 digest) internal {
        amend(self, config);
        self.version = config.version;
        self.digest = digest;
    }

    /// @notice Replaces terms and markets under the same version and digest.
    function amend(Store storage self, SpokeConfig memory config) internal {
        address[] memory pointers = new address[](config.markets.length);
        for (uint256 i; i < pointers.length; i++) {
            pointers[i] = _write(self.pointers[config.markets[i].market], abi.encode(config.markets[i]));
        }
        for (uint256 i; i < self.markets.length; i++) {
            delete self.pointers[self.markets[i]];
        }
        delete self.markets;
        for (uint256 i; i < pointers.length; i++) {
            uint32 market = config.markets[i].market;
            self.markets.push(market);
            self.pointers[market] = pointers[i];
        }
        self.terms = config.terms;
    }

    /// @notice The config in force, whole.
    function readAll(Store storage self, uint64 chain) internal view returns (SpokeConfig memory config) {
        (config.chain, config.version, config.terms) = (chain, self.version, self.terms);
        config.markets = new MarketConfig[](self.markets.length);
        for (uint256 i; i < config.markets.length; i++) {
            config.markets[i] = read(self, self.markets[i]);
        }
    }

    function read(Store storage self, uint32 market) internal view returns (MarketConfig memory) {
        address pointer = self.pointers[market];
        if (pointer == address(0)) revert ISpokeControl.UnknownMarket(market);
        return abi.decode(SSTORE2.read(pointer), (MarketConfig));
    }

    /// @dev What has not changed stays where it is, behind the byte that stops a call.
    function _write(address pointer, bytes memory data) private returns (address) {
        bool same = pointer.codehash == keccak256(bytes.concat(hex"00", data));
        return same ? pointer : SSTORE2.write(data);
    }
}
