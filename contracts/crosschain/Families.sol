// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {FamilySet} from "../types/FamilySet.sol";

/// @title Gateways of a chain, the families they belong to, and how many families must agree
library Families {
    /// @dev One family fewer could never be outvoted, so a single one would move a hedge (P10).
    uint8 internal constant LEAST_QUORUM = 2;

    struct Set {
        IHedgeTransport.GatewayTerms[] list;
        mapping(address gateway => uint256) position; // in `list`, from 1
        FamilySet active;
        uint8 k;
    }

    function put(Set storage self, address gateway, uint8 family, bool active) internal {
        IERC7786GatewaySource(gateway).supportsAttribute(bytes4(0)); // reverts unless it is an ERC-7786 source
        IHedgeTransport.GatewayTerms memory terms = IHedgeTransport.GatewayTerms(gateway, family, active);
        uint256 position = self.position[gateway];
        if (position == 0) {
            self.list.push(terms);
            self.position[gateway] = self.list.length;
        } else {
            self.list[position - 1] = terms;
        }
        FamilySet families;
        for (uint256 i; i < self.list.length; i++) {
            if (self.list[i].active) families = families.add(self.list[i].family);
        }
        self.active = families;
    }

    /// @notice Reverts unless the silence of any one family leaves k (n >= k + 1).
    function requireQuorum(Set storage self) internal view {
        uint256 n = self.active.count();
        if (self.k < LEAST_QUORUM || n < uint256(self.k) + 1) revert IHedgeTransport.BadQuorum(self.k, n);
    }

    function familyOf(Set storage self, address gateway) internal view returns (uint8) {
        uint256 position = self.position[gateway];
        if (position == 0) revert IHedgeTransport.UnknownGateway(gateway);
        IHedgeTransport.GatewayTerms storage terms = self.list[position - 1];
        if (!terms.active) revert IHedgeTransport.UnknownGateway(gateway);
        return terms.family;
    }
}
